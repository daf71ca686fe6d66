-- Appends events to a session's log: numbers them, chains the digest, keeps the answer so far, renews the expiry.
-- The last event also takes the run out of its session's line, so that the next one may begin.
-- Atomic, so `seq` has no holes whoever dies. The digest is d(0) = '', d(n) = sha1hex(d(n-1) .. data(n)).
-- Who bears a newer fence than the log has taken from anybody takes it over with this: the answer so far is void.
--
-- KEYS  1 log (stream)  2 run (hash)  3 text (string)  4 open (sorted set)  5 line (list)
-- ARGV  1 run id  2 fence  3 retention ms  4 now ms  5 stream length
--       6 the seq the writer has got to; -1 where it does not know; -2 for what an attempt says first  7 channel of the news,
--       then for each event its JSON object without `seq`, and its kind: 'event', 'text:' and the words it adds to
--       the answer, 'void' (makes the answer so far void), or 'final' (the last one, which closes the run)
-- →     the seq of the last event, { position of each event },
--       { after the last one: the runs left in the line, the next one first },
--       { for what an attempt says first: position and data of each of the run's events before },
--       or an error FENCED, CLOSED, or BEHIND (Redis lost the run, or the end of it: the writer must restore it).
--       Events that are there already, because only the reply was lost, are not appended again.
local log, run, text, open, line = KEYS[1], KEYS[2], KEYS[3], KEYS[4], KEYS[5]
local id, fence, retention, now, length, after = ARGV[1], tonumber(ARGV[2]), ARGV[3], ARGV[4], ARGV[5], tonumber(ARGV[6])
local news, count, first = ARGV[7], (#ARGV - 7) / 2, after == -2

local state = redis.call('HMGET', run, 'fence', 'seq', 'digest', 'closed', 'before', 'taken')
if not state[1] then return redis.error_reply('BEHIND') end
local bearer, seq, digest, closed, taken = tonumber(state[1]), tonumber(state[2]), state[3], state[4], tonumber(state[6])
if bearer > fence then return redis.error_reply('FENCED') end
if bearer < fence then
  if closed then return redis.error_reply('CLOSED') end
  taken = seq
  redis.call('HSET', run, 'fence', fence, 'taken', taken)
  redis.call('DEL', text)
end

local earlier = {}
if first then
  after = taken
  for _, entry in ipairs(redis.call('XRANGE', log, '(' .. state[5], '+')) do
    if entry[2][2] == id then earlier[#earlier + 1] = { entry[1], entry[2][4] } end
  end
end
if after >= 0 and seq == after + count then
  local positions = {}
  for _, entry in ipairs(redis.call('XREVRANGE', log, '+', '-', 'COUNT', 10 * count + 100)) do
    if entry[2][2] == id and #positions < count then table.insert(positions, 1, entry[1]) end
  end
  for _ = 1, first and count or 0 do table.remove(earlier) end
  return { seq, positions, {}, earlier }
end
if closed then return redis.error_reply('CLOSED') end
if after > seq then return redis.error_reply('BEHIND') end

local positions, waiting = {}, {}
for i = 8, #ARGV, 2 do
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
  positions[#positions + 1] = redis.call('XADD', log, 'MAXLEN', '~', length, '*', unpack(entry))
  digest = redis.sha1hex(digest .. entry[4])
end

redis.call('HSET', run, 'seq', seq, 'digest', digest)
if closed then
  redis.call('HSET', run, 'closed', 1)
  redis.call('DEL', text)
  redis.call('ZREM', open, id)
  redis.call('LREM', line, 0, id)
  waiting = redis.call('LRANGE', line, 0, -1)
else
  redis.call('ZADD', open, now, id)
  redis.call('PEXPIRE', text, retention)
end
redis.call('PEXPIRE', log, retention)
redis.call('PEXPIRE', run, retention)
if count > 0 then redis.call('PUBLISH', news, log) end
return { seq, positions, waiting, earlier }
