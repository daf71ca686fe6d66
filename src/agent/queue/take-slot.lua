-- Gives a run one of its user's places at work, or puts it into the user's line. Asking again changes nothing.
--
-- KEYS  1 at work (sorted set by time)  2 line (list)
-- ARGV  1 run id  2 places  3 now ms  4 longest life of a place in ms
-- →     how many runs of the user are at work, this one included; 0 when it waits, or as it came into the line just now
--       how many must end before it, negative
local working, line = KEYS[1], KEYS[2]
local id, places, now, life = ARGV[1], tonumber(ARGV[2]), tonumber(ARGV[3]), tonumber(ARGV[4])

-- A place is taken first and given back if it was one too many: mostly there is one.
local taken = redis.call('ZADD', working, 'NX', now, id)
-- It has one already, unless that is dead, like those of runs that vanished.
if taken == 0 and redis.call('ZREMRANGEBYSCORE', working, '-inf', now - life) > 0 then
  taken = redis.call('ZADD', working, 'NX', now, id)
end
-- Dead places are not counted, wherever they still stand.
local count = redis.call('ZCOUNT', working, '(' .. now - life, '+inf')
if taken == 0 then return count end
if count > places then
  redis.call('ZREM', working, id)
  local position = 0
  if not redis.call('LPOS', line, id) then position = -redis.call('RPUSH', line, id) end
  redis.call('PEXPIRE', line, life)
  return position
end
redis.call('LREM', line, 0, id)
redis.call('PEXPIRE', working, life)
return count
