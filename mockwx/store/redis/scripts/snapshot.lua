-- All of a world at one instant. Everybody else waits meanwhile.
-- KEYS: head.  ARGV: head that is known, prefix, tables.
if redis.call('GET', KEYS[1]) ~= ARGV[1] then return {} end
local at = ARGV[2]
local found = {
  redis.call('GET', at .. 'numbers') or '0',
  redis.call('LRANGE', at .. 'journal', 0, -1),
  redis.call('ZRANGE', at .. 'due', 0, -1, 'WITHSCORES'),
  redis.call('ZRANGE', at .. 'fading', 0, -1),
}
for i = 3, #ARGV do
  found[#found + 1] = redis.call('HGETALL', at .. 't:' .. ARGV[i])
end
return found
