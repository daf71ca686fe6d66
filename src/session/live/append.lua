-- Appends events to a session's log: numbers them, chains the digest, keeps the answer so far, renews the expiry.
-- Atomic, so `seq` has no holes whoever dies. The digest is d(0) = '', d(n) = sha1hex(d(n-1) .. data(n)).
--
-- KEYS  1 log (stream)  2 run (hash)  3 text (string)  4 open (sorted set)
-- ARGV  1 run id  2 fence  3 retention ms  4 now ms  5 stream length
--       6 the seq the writer has got to, or -1 where it does not know,
--       then for each event its JSON object without `seq`, and its kind: 'event', 'final' (the last one, which
--       closes the run), or 'text:' and the words it adds to the answer
-- →     { seq, position and data of each event }, or an error FENCED, CLOSED,
--       or BEHIND (Redis lost the run, or the end of it: the writer must restore it).
--       Events that are there already, because only the reply was lost, are not appended again.
local log, run, text, open = KEYS[1], KEYS[2], KEYS[3], KEYS[4]
local id, fence, retention, now, length, after = ARGV[1], ARGV[2], ARGV[3], ARGV[4], ARGV[5], tonumber(ARGV[6])
local count = (#ARGV - 6) / 2

local state = redis.call('HMGET', run, 'fence', 'seq', 'digest', 'closed')
if not state[1] then return redis.error_reply('BEHIND') end
if tonumber(state[1]) ~= tonumber(fence) then return redis.error_reply('FENCED') end
local seq, digest, closed = tonumber(state[2]), state[3], false

if after >= 0 and seq == after + count then
  local reply, mine = { seq }, {}
  for _, entry in ipairs(redis.call('XREVRANGE', log, '+', '-', 'COUNT', 10 * count + 100)) do
    if entry[2][2] == id and #mine < 2 * count then
      mine[#mine + 1] = entry[2][4]
      mine[#mine + 1] = entry[1]
    end
  end
  for i = #mine, 1, -1 do reply[#reply + 1] = mine[i] end
  return reply
end
if state[4] then return redis.error_reply('CLOSED') end
if after > seq then return redis.error_reply('BEHIND') end

local reply = { 0 }
for i = 7, #ARGV, 2 do
  local event, kind = ARGV[i], ARGV[i + 1]
  seq = seq + 1
  local head = '{"seq":' .. seq .. ','
  local entry = { 'run', id, 'data', '' }
  if kind == 'final' then
    head = head .. '"events":' .. seq .. ',"digest":"' .. digest .. '",'
    entry[5], entry[6] = 'final', 1
    closed = true
  elseif kind == 'void' then
    redis.call('DEL', text)
  elseif string.sub(kind, 1, 5) == 'text:' then
    redis.call('APPEND', text, string.sub(kind, 6))
  end
  entry[4] = head .. string.sub(event, 2)
  reply[#reply + 1] = redis.call('XADD', log, 'MAXLEN', '~', length, '*', unpack(entry))
  reply[#reply + 1] = entry[4]
  digest = redis.sha1hex(digest .. entry[4])
end
reply[1] = seq

redis.call('HSET', run, 'seq', seq, 'digest', digest)
if closed then
  redis.call('HSET', run, 'closed', 1)
  redis.call('DEL', text)
  redis.call('ZREM', open, id)
else
  redis.call('ZADD', open, now, id)
  redis.call('PEXPIRE', text, retention)
end
redis.call('PEXPIRE', log, retention)
redis.call('PEXPIRE', run, retention)
return reply
