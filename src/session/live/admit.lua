-- Puts a run at the end of its session's line and opens its part of the log with a `queued` event.
-- Admitting the same run again answers as before, so a lost reply may be repeated. It also renews the expiry: while a run waits nobody
-- else does, and it may wait longer than the log lives. Where the line has lost the run, it gets its place back.
-- Whom the records have before the run gets its place back, too, where Redis lost it: else two would be at work.
--
-- KEYS  1 line (list)  2 run (hash)  3 log (stream)  4 open (sorted set)  5 closed (string): nothing gets into the line any more,
--       then run (hash) of each that the records have before it
-- ARGV  1 run id  2 conversation id  3 'enqueue' | 'reject' | 'again' (it was let in before, and may have been told of)  4 life of the log in ms  5 now ms  6 stream length  7 `queued` event
--       8 ms a run usually takes  9 channel of the news; '' where nobody can watch the session yet
--       10 the one of those before it that is at work; '' where none is, then the id of each, the oldest first
-- →     { ahead, before, position, data } : runs ahead of it (0: it may start now), the position in the log before its
--                         first event, and that event; a repetition is not told the event
--       { -1 }            : the line is not empty and the mode is `reject`; nothing was written of it
--       { -2 }            : the run is over, so it has no place in the line; nothing was written
--       { -3 }            : the line is closed, as the session is or was deleted; nothing was written of it
local line, run, log, open, shut = unpack(KEYS, 1, 5)
local id, conversation, mode, life, now, length, event, pace, news, atWork = unpack(ARGV, 1, 10)

local function renew(closed)
  redis.call('PEXPIRE', line, life)
  redis.call('PEXPIRE', run, life)
  -- What was said in a session that is deleted goes when end-session.lua has said.
  if not closed then redis.call('PEXPIRE', log, life) end
end

local function complete()
  if #KEYS == 5 then return end
  local places = {}
  for place, other in ipairs(redis.call('LRANGE', line, 0, -1)) do places[other] = place end
  for i = 6, #KEYS do
    local other = ARGV[i + 5]
    local misplaced = not places[other] or other == atWork and places[other] > 1
    -- One that has ended since the records were read has no place any more.
    if misplaced and not redis.call('HGET', KEYS[i], 'closed') then
      redis.call('LREM', line, 0, other)
      redis.call(other == atWork and 'LPUSH' or 'RPUSH', line, other)
    end
  end
  -- Also where the run itself is refused.
  redis.call('PEXPIRE', line, life)
end

local before = redis.call('HGET', run, 'before')
if before then
  local state = redis.call('HMGET', run, 'fence', 'closed')
  if state[2] then return { -2 } end
  complete()
  local ahead = redis.call('LPOS', line, id)
  if not ahead and tonumber(state[1]) > 0 then
    -- It is at work: nobody may be before it.
    redis.call('LPUSH', line, id)
    ahead = 0
  elseif not ahead then
    ahead = redis.call('RPUSH', line, id) - 1
  end
  renew(redis.call('EXISTS', shut) == 1)
  -- It waits, and is no orphan.
  redis.call('ZADD', open, 'XX', now, id)
  return { ahead, before }
end

-- Nobody can have deleted a session that nobody knows yet, and nobody else asks in it.
local known, ahead = news ~= '', false
local function refuse(why)
  if ahead then redis.call('LREM', line, 0, id) end
  return { why }
end
if known then
  complete()
  -- Whoever asked after it may have given it its place.
  ahead = redis.call('LPOS', line, id)
  if redis.call('EXISTS', shut) == 1 then return refuse(-3) end
end
if mode == 'reject' and (ahead or redis.call('LLEN', line)) > 0 then return refuse(-1) end
ahead = ahead or redis.call('RPUSH', line, id) - 1

local last = redis.call('XREVRANGE', log, '+', '-', 'COUNT', 1)
before = last[1] and last[1][1] or '0-0'
local data = '{"seq":1,"position":' .. ahead .. ',"eta_ms":' .. ahead * pace .. ',' .. string.sub(event, 2)
local entry = { 'run', id, 'data', data }
if mode == 'again' then entry[5], entry[6] = 'anew', 1 end
local position = redis.call('XADD', log, 'MAXLEN', '~', length, '*', unpack(entry))
redis.call('HSET', run, 'conversation', conversation, 'before', before, 'fence', 0, 'seq', 1,
  'digest', redis.sha1hex(data), 'renewed', now)
redis.call('ZADD', open, now, id)
renew(false)
-- Whoever watches is made to read the log.
if known then redis.call('PUBLISH', news, log) end
return { ahead, before, position, data }
