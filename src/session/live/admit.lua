-- Puts a run at the end of its session's line and opens its part of the log with a `queued` event.
-- Admitting the same run again answers as before, so a lost reply may be repeated. It also renews the expiry: while a run waits nobody
-- else does, and it may wait longer than the log lives. Where the line has lost the run, it gets its place back.
--
-- KEYS  1 line (list)  2 run (hash)  3 log (stream)  4 open (sorted set)  5 closed (string): nothing gets into the line any more
-- ARGV  1 run id  2 conversation id  3 'enqueue' | 'reject'  4 life of the log in ms  5 now ms  6 stream length  7 `queued` event
--       8 ms a run usually takes  9 channel of the news; left out where nobody can watch the session yet
-- →     { ahead, before, position, data } : runs ahead of it (0: it may start now), the position in the log before its
--                         first event, and that event; a repetition is not told the event
--       { -1 }            : the line is not empty and the mode is `reject`; nothing was written
--       { -2 }            : the run is over, so it has no place in the line; nothing was written
--       { -3 }            : the line is closed, as the session was deleted; nothing was written
local line, run, log, open, shut = unpack(KEYS)
local id, conversation, mode, life, now, length, event, pace, news = unpack(ARGV)

local function renew()
  for _, key in ipairs({ line, run, log }) do
    redis.call('PEXPIRE', key, life)
  end
end

local before = redis.call('HGET', run, 'before')
if before then
  local state = redis.call('HMGET', run, 'fence', 'closed')
  if state[2] then return { -2 } end
  local ahead = redis.call('LPOS', line, id)
  if not ahead and tonumber(state[1]) > 0 then
    -- It is at work: nobody may be before it.
    redis.call('LPUSH', line, id)
    ahead = 0
  elseif not ahead then
    ahead = redis.call('RPUSH', line, id) - 1
  end
  renew()
  return { ahead, before }
end

-- Nobody can have deleted a session that nobody knows yet.
if news and redis.call('EXISTS', shut) == 1 then
  return { -3 }
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
renew()
-- Whoever watches is made to read the log.
if news then redis.call('PUBLISH', news, log) end
return { ahead, before, position, data }
