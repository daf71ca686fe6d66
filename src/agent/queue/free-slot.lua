-- Gives back the place of a run that is over, and hands it to the next of the user's line.
--
-- KEYS  1 at work (sorted set by time)  2 line (list)
-- ARGV  1 run id  2 places  3 now ms  4 longest life of a place in ms  5 how many of those who wait are told of
-- →     { run, how many are at work, those who wait, the next one first } where one was let in, else nothing
local working, line = KEYS[1], KEYS[2]
local id, places, now, life = ARGV[1], tonumber(ARGV[2]), tonumber(ARGV[3]), tonumber(ARGV[4])

-- One that had a place does not wait for one.
if redis.call('ZREM', working, id) == 0 then redis.call('LREM', line, 0, id) end
if redis.call('LLEN', line) == 0 then return {} end
-- Dead places are not counted, as in take-slot.lua.
local count = redis.call('ZCOUNT', working, '(' .. now - life, '+inf')
if count >= places then return {} end
local following = redis.call('LPOP', line)
redis.call('ZADD', working, now, following)
redis.call('PEXPIRE', working, life)
return { following, count + 1, unpack(redis.call('LRANGE', line, 0, ARGV[5] - 1)) }
