-- What one who comes to a session in the middle needs, all of one moment: where to read on, and how far each run is that is not over.
--
-- KEYS  1 log (stream)  2 line (list), then run (hash) and text (string) of each run that the caller believes to be in the line
-- ARGV  1 of how many runs it is to be told at most, then the ids of these runs
-- →     { ids of the runs in the line, position, 1 where the session has ended, { { seq, text } of each } }
--       A run that Redis has lost has nil instead. Where the line is another one than the caller believes the last part is empty: come again.
local log, line, most = KEYS[1], KEYS[2], tonumber(ARGV[1])

local last = redis.call('XREVRANGE', log, '+', '-', 'COUNT', 1)[1]
local position = last and last[1] or '0-0'
local ended = last and last[2][2] == '' and 1 or 0

local ids = redis.call('LRANGE', line, 0, most - 1)
if #ids ~= #ARGV - 1 then return { ids, position, ended, {} } end
for index, id in ipairs(ids) do
  if id ~= ARGV[index + 1] then return { ids, position, ended, {} } end
end

local states = {}
for index = 1, #ids do
  local seq = redis.call('HGET', KEYS[2 * index + 1], 'seq')
  states[index] = seq and { tonumber(seq), redis.call('GET', KEYS[2 * index + 2]) or '' } or false
end
return { ids, position, ended, states }
