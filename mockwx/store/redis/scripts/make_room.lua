-- Worlds that nobody has used for long are forgotten, and sooner where there are too many, or where the journals of all are
-- too large together; those first that nobody has used for longest. The default world, whose name is empty, stays.
-- Tells the names of those that went by themselves lately, and name and head of those whose keys are still there.
-- KEYS: worlds, gone.  ARGV: beginning of a head's key, beginning of a prefix, seconds to keep, how many worlds there may be,
-- seconds to keep where there are as many, bytes of all journals, seconds within which a world is in use, how many names of
-- gone ones are remembered.
local now = tonumber(redis.call('TIME')[1])
local kept, most, idle, most_bytes, busy = tonumber(ARGV[3]), tonumber(ARGV[4]), tonumber(ARGV[5]), tonumber(ARGV[6]), tonumber(ARGV[7])
local worlds = redis.call('ZRANGE', KEYS[1], 0, -1, 'WITHSCORES')
local many, total, heads, bytes, dropped = #worlds / 2, 0, {}, {}, {}
for i = 1, #worlds, 2 do
  local name = worlds[i]
  local head = redis.call('GET', ARGV[1] .. name)
  if head then
    local at = ARGV[2] .. name .. ':' .. string.match(head, '^%d+') .. ':'
    heads[name], bytes[name] = head, tonumber(redis.call('GET', at .. 'bytes') or 0)
    total = total + bytes[name]
  end
end
for i = 1, #worlds, 2 do
  local name, unused = worlds[i], now - tonumber(worlds[i + 1])
  local held = bytes[name] or 0
  local heavy = total > most_bytes and held > 0 and unused > busy
  if name ~= '' and (unused > kept or (many >= most and unused > idle) or heavy) then
    redis.call('DEL', ARGV[1] .. name)
    redis.call('ZREM', KEYS[1], name)
    redis.call('ZADD', KEYS[2], now, name)
    many, total = many - 1, total - held
    if heads[name] then
      dropped[#dropped + 1] = name
      dropped[#dropped + 1] = heads[name]
    end
  end
end
redis.call('ZREMRANGEBYRANK', KEYS[2], 0, -1 - tonumber(ARGV[8]))
redis.call('EXPIRE', KEYS[2], kept)
return {redis.call('ZRANGE', KEYS[2], 0, -1), dropped}
