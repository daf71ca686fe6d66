-- Counts points against a quota. The window begins with its first points and ends with the key.
--
-- KEYS  1 count
-- ARGV  1 points  2 seconds of the window; RateLimiterRedis passes more, which is not needed
-- →     { points of the window so far, ms until it ends }
local count, points, window = KEYS[1], tonumber(ARGV[1]), tonumber(ARGV[2])

local counted = redis.call('INCRBY', count, points)
-- A count that had no end would refuse for ever.
local left = counted == points and -1 or redis.call('PTTL', count)
if left < 0 then
  redis.call('EXPIRE', count, window)
  left = window * 1000
end
return { counted, left }
