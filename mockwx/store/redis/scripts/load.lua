-- What a process should know of a world before it works on it: its head, what it is about, and its slow tables.
-- KEYS: head.  ARGV: prefix up to the generation, generation that is known, slow tables.
local head = redis.call('GET', KEYS[1])
if not head then return {} end
local generation = string.match(head, '^%d+')
local at = ARGV[1] .. generation .. ':'
local about = generation ~= ARGV[2] and redis.call('GET', at .. 'about') or ''
local found = {head, about}
for i = 3, #ARGV do
  found[i] = redis.call('HGETALL', at .. 't:' .. ARGV[i])
end
return found
