-- Let a generation of a world, which lies ready, be the living one. Tells the former head, if there was one.
-- KEYS: head, worlds, gone.  ARGV: new head, name, seconds to keep, join (1: only if there is no such world).
local former = redis.call('GET', KEYS[1])
if former and ARGV[4] == '1' then return former end
redis.call('SET', KEYS[1], ARGV[1], 'EX', ARGV[3])
redis.call('ZADD', KEYS[2], redis.call('TIME')[1], ARGV[2])
redis.call('ZREM', KEYS[3], ARGV[2])
return former
