-- Notes in a log that nothing comes any more, which ends the streams of those who watch the session: an entry that belongs to no run.
-- It stands behind all that was said, so they hear that first; and who does not hear of it finds it as any other entry.
--
-- KEYS  1 log (stream)
-- ARGV  1 what is left of the log's life in ms  2 stream length  3 channel of the news
local log, life, length, news = KEYS[1], unpack(ARGV)

local position = redis.call('XADD', log, 'MAXLEN', '~', length, '*', 'run', '', 'data', '')
redis.call('PEXPIRE', log, life)
redis.call('PUBLISH', news, log)
return position
