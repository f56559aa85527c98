-- Values by table and key, and what their reader will want next; and fresh journal numbers.
-- KEYS: head.  ARGV: head that is known, prefix, how many numbers, then table, key, ahead for each value.
-- "sessions={2}|{3}" in ahead: also the value of sessions whose key is made of the second and third item of this one.
local head = redis.call('GET', KEYS[1])
if head ~= ARGV[1] then return {} end
local at, wanted = ARGV[2], tonumber(ARGV[3])
local last = wanted > 0 and redis.call('INCRBY', at .. 'numbers', wanted) or 0
local tables = setmetatable({}, {__index = function(known, name)
  known[name] = at .. 't:' .. name
  return known[name]
end})
local values, ahead = {}, {}
for i = 4, #ARGV, 3 do
  local value = redis.call('HGET', tables[ARGV[i]], ARGV[i + 1])
  values[#values + 1] = value
  if value and ARGV[i + 2] ~= '' then
    local items = cjson.decode(string.match(value, ' (.*)'))
    for name, shape in string.gmatch(ARGV[i + 2], '([^;=]+)=([^;]+)') do
      local key = string.gsub(shape, '{(%d)}', function(nth) return items[tonumber(nth)] end)
      ahead[#ahead + 1] = name
      ahead[#ahead + 1] = key
      ahead[#ahead + 1] = redis.call('HGET', tables[name], key)
    end
  end
end
return {head, last, values, ahead}
