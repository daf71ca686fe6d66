-- Hands the log of a run to a new attempt: from now on only the bearer of this fence may append. For an attempt that must know what
-- was said before it says anything; otherwise the first append does it (append.lua). Where Redis lost the run, its part of the log begins anew.
--
-- KEYS  1 run (hash)  2 text (string)  3 log (stream)  4 open (sorted set)  5 closed (string): the session is deleted
-- ARGV  1 run id  2 conversation id  3 fence  4 life of the log in ms  5 now ms
-- →     the seq of the run's last event, { position and data of each event so far },
--       or an error FENCED (a newer attempt has it) or CLOSED (the run is over)
local run, text, log, open, shut = unpack(KEYS)
local id, conversation, fence, life, now = ARGV[1], ARGV[2], tonumber(ARGV[3]), ARGV[4], ARGV[5]

local state = redis.call('HMGET', run, 'fence', 'before', 'closed', 'seq')
local seq, entries = tonumber(state[4]) or 0, {}
if not state[1] then
  local last = redis.call('XREVRANGE', log, '+', '-', 'COUNT', 1)
  redis.call('HSET', run, 'conversation', conversation, 'before', last[1] and last[1][1] or '0-0', 'seq', 0,
    'digest', '')
elseif tonumber(state[1]) > fence then
  return redis.error_reply('FENCED')
elseif state[3] then
  return redis.error_reply('CLOSED')
else
  for _, entry in ipairs(redis.call('XRANGE', log, '(' .. state[2], '+')) do
    if entry[2][2] == id then entries[#entries + 1] = { entry[1], entry[2][4] } end
  end
end
-- A log that is not there gets its expiry from the first append.
local gone = redis.call('EXISTS', shut) == 1
local renewed = not gone and redis.call('PEXPIRE', log, life) == 1 and now or ''
redis.call('HSET', run, 'fence', fence, 'taken', seq, 'renewed', renewed)
redis.call('DEL', text)
redis.call('ZADD', open, now, id)
redis.call('PEXPIRE', run, life)
return { seq, entries }
