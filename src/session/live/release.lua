-- Takes a run out of its session's line.
--
-- KEYS  1 line (list)
-- ARGV  1 run id
-- →     the run that is at the head now, or nil
redis.call('LREM', KEYS[1], 0, ARGV[1])
return redis.call('LINDEX', KEYS[1], 0)
