-- Keeps a lock, unless somebody else has it by now.
--
-- KEYS  1 lock
-- ARGV  1 token of the holder  2 life from now on, milliseconds
-- →     1, or 0 where it was not the holder's any more
if redis.call('GET', KEYS[1]) ~= ARGV[1] then return 0 end
return redis.call('PEXPIRE', KEYS[1], ARGV[2])
