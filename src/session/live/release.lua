-- Takes a run out of its session's line.
--
-- KEYS  1 line (list)
-- ARGV  1 run id
-- →     the runs that are left, the next one first
redis.call('LREM', KEYS[1], 0, ARGV[1])
return redis.call('LRANGE', KEYS[1], 0, -1)
