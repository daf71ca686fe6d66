-- Appends events to a session's log: numbers them, chains the digest, keeps the answer so far, renews the expiry when that is due.
-- The last event also takes the run out of its session's line, so that the next one may begin.
-- Atomic, so `seq` has no holes whoever dies. The digest is d(0) = '', d(n) = sha1hex(d(n-1) .. data(n)).
-- Who bears a newer fence than the log has taken from anybody takes it over with this: the answer so far is void.
--
-- KEYS  1 log (stream)  2 run (hash)  3 text (string)  4 open (sorted set)  5 line (list)  6 closed (string): the session is deleted
-- ARGV  1 run id  2 fence  3 life of the log in ms  4 now ms  5 stream length
--       6 the seq the writer has got to; -1 where it does not know; -2 for what an attempt says first  7 channel of the news
--       8 ms after which expiry and mark are renewed,
--       then for each event its JSON object without `seq`, and its kind: 'event', 'text:' and the words it adds to
--       the answer, 'void' (makes the answer so far void), or 'final' (the last one, which closes the run)
-- →     the seq of the last event, { position of each event },
--       { after the last one: the runs left in the line, the next one first },
--       { for what an attempt says first: position and data of each of the run's events before },
--       or an error FENCED, CLOSED, or BEHIND (Redis lost the run, or the end of it: the writer must restore it).
--       Events that are there already, because only the reply was lost, are not appended again.
local log, run, text, open, line, shut = unpack(KEYS)
local id, fence, life, now, length, after = ARGV[1], tonumber(ARGV[2]), ARGV[3], ARGV[4], ARGV[5], tonumber(ARGV[6])
local news, count, first = ARGV[7], (#ARGV - 8) / 2, after == -2

local state = redis.call('HMGET', run, 'fence', 'seq', 'digest', 'closed', 'before', 'taken', 'renewed')
if not state[1] then return redis.error_reply('BEHIND') end
local bearer, seq, digest, closed, taken = tonumber(state[1]), tonumber(state[2]), state[3], state[4], tonumber(state[6])
if bearer > fence then return redis.error_reply('FENCED') end
local takesOver = bearer < fence
if takesOver then
  if closed then return redis.error_reply('CLOSED') end
  taken = seq
end

local earlier = {}
if first then
  after = taken
  for _, entry in ipairs(redis.call('XRANGE', log, '(' .. state[5], '+')) do
    if entry[2][2] == id then earlier[#earlier + 1] = { entry[1], entry[2][4] } end
  end
end
if not takesOver and after >= 0 and seq == after + count then
  local positions = {}
  -- Who appends nothing asks whether the run is still there.
  for _, entry in ipairs(count > 0 and redis.call('XREVRANGE', log, '+', '-', 'COUNT', 10 * count + 100) or {}) do
    if entry[2][2] == id and #positions < count then table.insert(positions, 1, entry[1]) end
  end
  for _ = 1, first and count or 0 do table.remove(earlier) end
  -- After the last event the line is told again: who asked is to let the next run in.
  return { seq, positions, closed and redis.call('LRANGE', line, 0, -1) or {}, earlier }
end
if closed then return redis.error_reply('CLOSED') end
if after > seq then
  -- Who restores it has it from now on: an attempt before must not write in between.
  if takesOver then redis.call('HSET', run, 'fence', fence, 'taken', taken) end
  return redis.error_reply('BEHIND')
end

-- Words come from attempts only: before the first there are none that would be void, or would have to go.
local answered = bearer > 0
local positions, waiting, words, void = {}, {}, '', takesOver and answered
for i = 9, #ARGV, 2 do
  local event, kind = ARGV[i], ARGV[i + 1]
  seq = seq + 1
  local head = '{"seq":' .. seq .. ','
  local entry = { 'run', id, 'data', '' }
  if kind == 'final' then
    head = head .. '"events":' .. seq .. ',"digest":"' .. digest .. '",'
    entry[5], entry[6] = 'final', 1
    closed = true
  elseif kind == 'void' then
    words, void = '', true
  elseif string.sub(kind, 1, 5) == 'text:' then
    words = words .. string.sub(kind, 6)
  end
  entry[4] = head .. string.sub(event, 2)
  positions[#positions + 1] = redis.call('XADD', log, 'MAXLEN', '~', length, '*', unpack(entry))
  digest = redis.sha1hex(digest .. entry[4])
end

-- Expiry and mark are not renewed with every append, as each call costs more than what it does. The life has room for what this leaves
-- out (run-log.ts), and the reconciler takes a run for an orphan only when its mark is a minute old (ORPHANED_AFTER, run-reconciler.ts).
-- A time that is later than one's own was another machine's, and is not waited for.
local renewed, time = tonumber(state[7]), tonumber(now)
local due = not renewed or time < renewed or time - renewed > tonumber(ARGV[8])

local changes = { 'seq', seq, 'digest', digest }
local function change(field, value)
  changes[#changes + 1] = field
  changes[#changes + 1] = value
end
if takesOver then
  change('fence', fence)
  change('taken', taken)
end
if closed then
  change('closed', 1)
  -- Who resumes from there has heard everything.
  change('ended', positions[#positions])
end
local gone = due and redis.call('EXISTS', shut) == 1
if due then change('renewed', gone and '' or now) end
redis.call('HSET', run, unpack(changes))

if closed then
  if answered then redis.call('DEL', text) end
  redis.call('ZREM', open, id)
  redis.call('LREM', line, 0, id)
  waiting = redis.call('LRANGE', line, 0, -1)
else
  if void then redis.call('DEL', text) end
  -- As long as what was appended: it is new, and expires by itself from now on.
  if words ~= '' and redis.call('APPEND', text, words) == #words then redis.call('PEXPIRE', text, life) end
end
if gone then
  -- What was said before goes when end-session.lua has said, and this when the line is open again.
  if redis.call('PTTL', log) == -1 then redis.call('PEXPIRE', log, redis.call('PTTL', shut)) end
elseif due then
  redis.call('PEXPIRE', log, life)
end
if due then
  redis.call('PEXPIRE', run, life)
  if not closed then
    redis.call('PEXPIRE', text, life)
    redis.call('ZADD', open, now, id)
  end
end
if count > 0 then redis.call('PUBLISH', news, log) end
return { seq, positions, waiting, earlier }
