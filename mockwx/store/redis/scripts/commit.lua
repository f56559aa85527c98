-- Keep what transactions wrote, each one whole or not at all: only if all that it read is still so.
-- KEYS: head.  ARGV: head that is known, prefix, before which instant things may be forgotten, how many exchanges and
-- bytes the journal keeps, how much may fade, then for each transaction: slow (1: it wrote a slow table), how many checks, how many writes; table, key,
-- value for each check; table, key, value, until when for each write; the exchange, its rid, clear (1: the journal is emptied).
-- A value '' is none. Until when: an instant, or '' for ever; 'fading' stands behind either. Transactions may build upon
-- what earlier ones wrote.
local head = redis.call('GET', KEYS[1])
if head ~= ARGV[1] then return {} end
local at, before, size, most_bytes, most = ARGV[2], ARGV[3], tonumber(ARGV[4]), tonumber(ARGV[5]), tonumber(ARGV[6])
local journal, rids, due, fading = at .. 'journal', at .. 't::rids', at .. 'due', at .. 'fading'
local tables = setmetatable({}, {__index = function(known, name)
  known[name] = at .. 't:' .. name
  return known[name]
end})
local done, pushed, grown, slow_written, lost, faded = {}, 0, 0, false, false, false
local i = 7
while i <= #ARGV do
  local slow, checks, writes = ARGV[i], tonumber(ARGV[i + 1]), tonumber(ARGV[i + 2])
  i = i + 3
  -- Slow tables are not checked one by one: whoever comes after a lost change of them may have read it.
  local fits = not lost
  for j = i, i + 3 * checks - 1, 3 do
    if fits then
      fits = (redis.call('HGET', tables[ARGV[j]], ARGV[j + 1]) or '') == ARGV[j + 2]
    end
  end
  i = i + 3 * checks
  if fits then
    for j = i, i + 4 * writes - 1, 4 do
      local name, key, value, until_when = ARGV[j], ARGV[j + 1], ARGV[j + 2], ARGV[j + 3]
      local member = name .. '\n' .. key
      if value == '' then
        redis.call('HDEL', tables[name], key)
      else
        redis.call('HSET', tables[name], key, value)
      end
      local ends, fades = string.match(until_when, '^(%d*)(%a*)$')
      if ends ~= '' then
        redis.call('ZADD', due, ends, member)
      else
        redis.call('ZREM', due, member)
      end
      if fades ~= '' then
        redis.call('ZADD', fading, redis.call('INCR', at .. 'faded'), member)
        faded = true
      else
        redis.call('ZREM', fading, member)
      end
    end
  end
  i = i + 4 * writes
  local exchange, rid, clear = ARGV[i], ARGV[i + 1], ARGV[i + 2]
  i = i + 3
  if fits then
    if clear == '1' then
      redis.call('DEL', journal, rids, at .. 'bytes', at .. 'dropped')
      grown = 0
      redis.call('INCR', at .. 'cleared')
    end
    if exchange ~= '' then
      redis.call('RPUSH', journal, exchange)
      pushed, grown = pushed + 1, grown + #exchange
      if rid ~= '' then redis.call('HSET', rids, rid, exchange) end
    end
    slow_written = slow_written or slow == '1'
  elseif slow == '1' then
    lost = true
  end
  done[#done + 1] = fits and 1 or 0
end
if pushed > 0 then
  redis.call('INCRBY', at .. 'pushed', pushed)
  local bytes, gone, dropped = redis.call('INCRBY', at .. 'bytes', grown), 0, 0
  local kept = redis.call('LLEN', journal)
  for _ = 1, pushed + 1000 do
    local too_many = kept > size
    if not too_many and (bytes - gone <= most_bytes or kept <= 1) then break end
    local oldest = redis.call('LPOP', journal)
    local rid = string.match(oldest, '^(%S+) ')
    if rid then redis.call('HDEL', rids, rid) end
    kept, gone = kept - 1, gone + #oldest
    if not too_many then dropped = dropped + 1 end
  end
  if gone > 0 then redis.call('INCRBY', at .. 'bytes', -gone) end
  if dropped > 0 then redis.call('INCRBY', at .. 'dropped', dropped) end
end
if slow_written then
  local generation, version = string.match(head, '^(%d+)%.(%d+)$')
  redis.call('SET', KEYS[1], generation .. '.' .. version + 1, 'KEEPTTL')
end
local function forget(member)
  local name, key = string.match(member, '^(.-)\n(.*)$')
  redis.call('HDEL', tables[name], key)
  redis.call('ZREM', due, member)
  redis.call('ZREM', fading, member)
end
for _, member in ipairs(redis.call('ZRANGEBYSCORE', due, '-inf', '(' .. before, 'LIMIT', 0, 20 + 2 * #done)) do
  forget(member)
end
if faded then
  for _ = 1, redis.call('ZCARD', fading) - most do
    forget(redis.call('ZPOPMIN', fading)[1])
  end
end
return done
