-- Gives back the place of a run that is over, and hands it to the next of the user's line.
--
-- KEYS  1 at work (sorted set by time)  2 line (list)
-- ARGV  1 run id  2 places  3 now ms  4 longest life of a place in ms  5 how many of those who wait are told of
-- →     { the runs at work besides, the one longest at it first }, the run that was let in or nothing, { those who wait, the next one first }
local working, line = KEYS[1], KEYS[2]
local id, places, now, life = ARGV[1], tonumber(ARGV[2]), tonumber(ARGV[3]), tonumber(ARGV[4])

-- One that had a place does not wait for one.
if redis.call('ZREM', working, id) == 0 then redis.call('LREM', line, 0, id) end
-- Dead places are not counted, as in take-slot.lua.
local atWork = redis.call('ZRANGEBYSCORE', working, '(' .. now - life, '+inf')
if redis.call('LLEN', line) == 0 or #atWork >= places then return { atWork } end
local following = redis.call('LPOP', line)
redis.call('ZADD', working, now, following)
redis.call('PEXPIRE', working, life)
return { atWork, following, redis.call('LRANGE', line, 0, ARGV[5] - 1) }
