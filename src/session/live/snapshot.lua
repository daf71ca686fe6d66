-- What one who attaches in the middle needs: the answer so far, and the position from which to read on.
--
-- KEYS  1 log (stream)  2 run (hash)  3 text (string)
-- →     { seq, text, position } ; seq is nil where the run is unknown or over
local state = redis.call('HMGET', KEYS[2], 'seq', 'closed')
local last = redis.call('XREVRANGE', KEYS[1], '+', '-', 'COUNT', 1)
local position = last[1] and last[1][1] or '0-0'
if not state[1] or state[2] then return { false, '', position } end
return { tonumber(state[1]), redis.call('GET', KEYS[3]) or '', position }
