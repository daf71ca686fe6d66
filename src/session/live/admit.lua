-- Puts a run at the end of its session's line and opens its part of the log with a `queued` event.
-- Admitting the same run again changes nothing and answers as before, so a lost reply may be repeated.
--
-- KEYS  1 line (list)  2 run (hash)  3 log (stream)  4 open (sorted set)
-- ARGV  1 run id  2 conversation id  3 'enqueue' | 'reject'  4 life of the log in ms  5 now ms  6 stream length  7 `queued` event
--       8 ms a run usually takes  9 channel of the news; left out where nobody can watch the session yet
-- →     { ahead, before, position, data } : runs ahead of it (0: it may start now), the position in the log before its
--                         first event, and that event; a repetition is not told the event
--       { -1 }            : the line is not empty and the mode is `reject`; nothing was written
local line, run, log, open = KEYS[1], KEYS[2], KEYS[3], KEYS[4]
local id, conversation, mode, life, now, length, event, pace, news = unpack(ARGV)

local before = redis.call('HGET', run, 'before')
if before then
  local ahead = redis.call('LPOS', line, id) or 0
  return { ahead, before }
end

if mode == 'reject' and redis.call('LLEN', line) > 0 then
  return { -1 }
end
local ahead = redis.call('RPUSH', line, id) - 1

local last = redis.call('XREVRANGE', log, '+', '-', 'COUNT', 1)
before = last[1] and last[1][1] or '0-0'
local data = '{"seq":1,"position":' .. ahead .. ',"eta_ms":' .. ahead * pace .. ',' .. string.sub(event, 2)
local position = redis.call('XADD', log, 'MAXLEN', '~', length, '*', 'run', id, 'data', data)
redis.call('HSET', run, 'conversation', conversation, 'before', before, 'fence', 0, 'seq', 1,
  'digest', redis.sha1hex(data), 'renewed', now)
redis.call('ZADD', open, now, id)
for _, key in ipairs({ line, run, log }) do
  redis.call('PEXPIRE', key, life)
end
-- Whoever watches is made to read the log.
if news then redis.call('PUBLISH', news, log) end
return { ahead, before, position, data }
