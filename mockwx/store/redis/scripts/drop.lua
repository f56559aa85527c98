-- Forget a world; tells its head, if there was one.
-- KEYS: head, worlds.  ARGV: name.
local head = redis.call('GET', KEYS[1])
redis.call('DEL', KEYS[1])
redis.call('ZREM', KEYS[2], ARGV[1])
return head
