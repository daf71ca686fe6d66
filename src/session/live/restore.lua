-- Writes a run's events into the log again after Redis lost them, under their old positions and byte for byte, so that
-- no subscriber sees anything twice or misses anything. What the log holds, of this run or of others, stays as it is. The run, which is
-- at work, is the head of its line again.
--
-- KEYS  1 log (stream)  2 run (hash)  3 text (string)  4 open (sorted set)  5 line (list)  6 closed (string): the session is deleted
-- ARGV  1 run id  2 conversation id  3 fence  4 life of the log in ms  5 now ms  6 the answer so far,
--       7 channel of the news, then position and data of each event of the run, from its first on
-- →     the seq the log has got to, or an error FENCED or CLOSED
local log, run, text, open, line, shut = unpack(KEYS)
local id, conversation, fence, life, now, words, news = unpack(ARGV, 1, 7)

local state = redis.call('HMGET', run, 'fence', 'before', 'closed')
if state[1] and tonumber(state[1]) > tonumber(fence) then return redis.error_reply('FENCED') end
if state[3] then return redis.error_reply('CLOSED') end

local function timeOf(position)
  local time, count = string.match(position, '(%d+)-(%d+)')
  return tonumber(time), tonumber(count)
end
local function earlier(a, b)
  local aTime, aCount = timeOf(a[1])
  local bTime, bCount = timeOf(b[1])
  if aTime ~= bTime then return aTime < bTime end
  return aCount < bCount
end

local last = redis.call('XREVRANGE', log, '+', '-', 'COUNT', 1)[1] or { '0-0' }
local held = {}
for _, entry in ipairs(ARGV[8] and redis.call('XRANGE', log, ARGV[8], '+') or {}) do held[entry[1]] = true end

local lost, amid, seq, digest = {}, false, 0, ''
for i = 8, #ARGV, 2 do
  local entry = { ARGV[i], { 'run', id, 'data', ARGV[i + 1] } }
  if not held[entry[1]] then
    lost[#lost + 1] = entry
    amid = amid or earlier(entry, last)
  end
  seq = seq + 1
  digest = redis.sha1hex(digest .. ARGV[i + 1])
end
-- A stream takes nothing before what it holds: it is made again in its order where somebody has said something since.
local added = #lost
if amid then
  local info = redis.call('XINFO', 'STREAM', log)
  for at = 1, #info, 2 do
    if info[at] == 'entries-added' then added = added + info[at + 1] end
  end
  local entries, merged, i, j = redis.call('XRANGE', log, '-', '+'), {}, 1, 1
  while entries[i] or lost[j] do
    if not lost[j] or entries[i] and earlier(entries[i], lost[j]) then
      merged[#merged + 1], i = entries[i], i + 1
    else
      merged[#merged + 1], j = lost[j], j + 1
    end
  end
  redis.call('DEL', log)
  lost = merged
end
for _, entry in ipairs(lost) do redis.call('XADD', log, entry[1], unpack(entry[2])) end
-- What it had dropped before is known to be missing still.
if amid then redis.call('XSETID', log, lost[#lost][1], 'ENTRIESADDED', added, 'MAXDELETEDID', '0-0') end

local before = state[2] or last[1]
if ARGV[8] then
  local previous = redis.call('XREVRANGE', log, '(' .. ARGV[8], '-', 'COUNT', 1)[1]
  before = previous and previous[1] or '0-0'
end
-- A log that is not there gets its expiry from the first append.
local left = redis.call('PTTL', shut)
local renewed = redis.call('PEXPIRE', log, left > 0 and left or life) == 1 and left < 0 and now or ''
redis.call('HSET', run, 'conversation', conversation, 'before', before, 'fence', fence, 'seq', seq, 'digest', digest,
  'renewed', renewed)
redis.call('SET', text, words, 'PX', life)
redis.call('ZADD', open, now, id)
if not redis.call('LPOS', line, id) then redis.call('LPUSH', line, id) end
redis.call('PEXPIRE', line, life)
redis.call('PEXPIRE', run, life)
redis.call('PUBLISH', news, log)
return seq
