-- Values by table and key, and what their reader will want next; and fresh journal numbers.
-- KEYS: head.  ARGV: head that is known, prefix, how many numbers, then table, key, ahead for each value.
-- "users=3;sessions=2|3" in ahead: also the value of users whose key is the third item of this one, and the value of
-- sessions whose key is its second and third item with | between them.
local head = redis.call('GET', KEYS[1])
if head ~= ARGV[1] then return {} end
local at, wanted = ARGV[2], tonumber(ARGV[3])
local last = wanted > 0 and redis.call('INCRBY', at .. 'numbers', wanted) or 0
local tables = setmetatable({}, {__index = function(known, name)
  known[name] = at .. 't:' .. name
  return known[name]
end})
local wishes = setmetatable({}, {__index = function(known, ahead)
  local parsed = {}
  for name, first, second in string.gmatch(ahead, '([^;=]+)=(%d)|?(%d?)') do
    parsed[#parsed + 1] = {name, tonumber(first), tonumber(second)}
  end
  known[ahead] = parsed
  return parsed
end})
local values, ahead = {}, {}
for i = 4, #ARGV, 3 do
  local value = redis.call('HGET', tables[ARGV[i]], ARGV[i + 1])
  values[#values + 1] = value
  if value and ARGV[i + 2] ~= '' then
    local items = cjson.decode(string.match(value, ' (.*)'))
    for _, wish in ipairs(wishes[ARGV[i + 2]]) do
      local name, key = wish[1], items[wish[2]]
      if wish[3] then key = key .. '|' .. items[wish[3]] end
      local n = #ahead
      ahead[n + 1], ahead[n + 2], ahead[n + 3] = name, key, redis.call('HGET', tables[name], key)
    end
  end
end
return {head, last, values, ahead}
