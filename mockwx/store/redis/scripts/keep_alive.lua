-- A world is in use: it stays, and what has expired in it goes. Tells how much is still to go.
-- KEYS: head, worlds, made.  ARGV: head that is known, prefix, name, seconds to keep, before which instant things may
-- be forgotten, tables and other parts.
if redis.call('GET', KEYS[1]) ~= ARGV[1] then return 0 end
local at, kept = ARGV[2], tonumber(ARGV[4])
local now = tonumber(redis.call('TIME')[1])
redis.call('ZADD', KEYS[2], now, ARGV[3])
redis.call('EXPIRE', KEYS[1], kept)
redis.call('EXPIRE', KEYS[3], kept)
for i = 6, #ARGV do redis.call('EXPIRE', at .. ARGV[i], kept) end
local due = at .. 'due'
for _, member in ipairs(redis.call('ZRANGEBYSCORE', due, '-inf', '(' .. ARGV[5], 'LIMIT', 0, 1000)) do
  local name, key = string.match(member, '^(.-)\n(.*)$')
  redis.call('HDEL', at .. 't:' .. name, key)
  redis.call('ZREM', due, member)
  redis.call('ZREM', at .. 'fading', member)
end
return redis.call('ZCOUNT', due, '-inf', '(' .. ARGV[5])
