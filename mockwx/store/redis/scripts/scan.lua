-- A part of a whole table, for a person who looks at it.
-- KEYS: head.  ARGV: head that is known, prefix, table, cursor.
if redis.call('GET', KEYS[1]) ~= ARGV[1] then return {} end
return redis.call('HSCAN', ARGV[2] .. 't:' .. ARGV[3], ARGV[4], 'COUNT', 2000)
