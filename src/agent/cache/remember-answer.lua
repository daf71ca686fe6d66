-- Notes whose question put an answer into the cache, for as long as it lives, and forgets those that are gone.
--
-- KEYS  1 answers of the owner (sorted set by when each is gone)
-- ARGV  1 key of the answer  2 now ms  3 when it is gone, ms  4 life ms
-- →     1
redis.call('ZREMRANGEBYSCORE', KEYS[1], 0, ARGV[2])
redis.call('ZADD', KEYS[1], ARGV[3], ARGV[1])
return redis.call('PEXPIRE', KEYS[1], ARGV[4])
