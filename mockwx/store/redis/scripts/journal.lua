-- The exchanges that the caller does not have yet, oldest first.
-- KEYS: head.  ARGV: head that is known, prefix, pushed and cleared that are known.
if redis.call('GET', KEYS[1]) ~= ARGV[1] then return {} end
local at = ARGV[2]
local pushed = tonumber(redis.call('GET', at .. 'pushed') or 0)
local cleared = redis.call('GET', at .. 'cleared') or '0'
local new = pushed - tonumber(ARGV[3])
if cleared ~= ARGV[4] then new = pushed end
local size = redis.call('LLEN', at .. 'journal')
local entries = new > 0 and redis.call('LRANGE', at .. 'journal', -new, -1) or {}
return {pushed, cleared, size, entries, redis.call('GET', at .. 'dropped') or '0'}
