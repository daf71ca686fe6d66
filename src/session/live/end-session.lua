-- Notes in a log that nothing comes any more, which ends the streams of those who watch the session: an entry that belongs to no run.
-- It stands behind all that was said, so they hear that first; and who does not hear of it finds it as any other entry.
-- Nothing gets into the session's line any more.
--
-- KEYS  1 log (stream)  2 closed (string)
-- ARGV  1 what is left of the log's life in ms  2 stream length  3 channel of the news  4 for how many ms the line stays closed
local log, closed = KEYS[1], KEYS[2]
local life, length, news, closedFor = unpack(ARGV)

redis.call('SET', closed, 1, 'PX', closedFor)

local position = redis.call('XADD', log, 'MAXLEN', '~', length, '*', 'run', '', 'data', '')
redis.call('PEXPIRE', log, life)
redis.call('PUBLISH', news, log)
return position
