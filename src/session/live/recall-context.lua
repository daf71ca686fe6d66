-- What is remembered of a conversation's context, and what it must bear to be the newest.
--
-- KEYS  1 context (string)  2 epoch (string)
-- →     { context or nothing, epoch } : the epoch names this process of Redis, too. One that takes over after a fail-over, or is started anew,
--                         may have lost the newest epoch; with it all goes that was remembered before.
local stored = redis.call('MGET', KEYS[1], KEYS[2])
local process = string.match(redis.call('INFO', 'server'), 'run_id:(%w+)')
return { stored[1], process .. ' ' .. (stored[2] or '') }
