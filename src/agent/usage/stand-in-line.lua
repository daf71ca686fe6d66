-- Puts a question among those of its user that are being taken in, or finds it there.
-- Those before it may not be on record yet: they are to be counted beside what is.
-- KEYS the user's line   ARGV the question, how long one is believed to be on its way (ms)
-- returns how many stand before it
local time = redis.call('TIME')
-- By Redis' clock, in microseconds: those of the API processes may differ.
local now = tonumber(time[1]) * 1000000 + tonumber(time[2])
redis.call('ZREMRANGEBYSCORE', KEYS[1], 0, now - tonumber(ARGV[2]) * 1000)
redis.call('ZADD', KEYS[1], 'NX', now, ARGV[1])
redis.call('PEXPIRE', KEYS[1], ARGV[2])
return redis.call('ZRANK', KEYS[1], ARGV[1])
