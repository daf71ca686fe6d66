-- Gives back the place of a run that is over, and hands it to the next of the user's line.
--
-- KEYS  1 at work (sorted set by time)  2 line (list)
-- ARGV  1 run id  2 places  3 now ms
-- →     { run, how many are at work } where one was let in, else nothing
local working, line = KEYS[1], KEYS[2]
local id, places, now = ARGV[1], tonumber(ARGV[2]), tonumber(ARGV[3])

redis.call('ZREM', working, id)
redis.call('LREM', line, 0, id)
if redis.call('ZCARD', working) >= places then return {} end
local following = redis.call('LPOP', line)
if not following then return {} end
redis.call('ZADD', working, now, following)
return { following, redis.call('ZCARD', working) }
