-- wrk's load: each request with a fresh code, and every answer looked at. Arguments behind `--`: a file with a code on
-- each line, the request with "$code" where the code goes (or without one), and what a right answer contains.
local requests, sent = {}, 0
local threads = {}

function setup(thread)
  table.insert(threads, thread)
end

function init(arguments)
  local template, place = arguments[2], "$code"
  local first, last = string.find(template, place, 1, true)
  if first then
    local head, tail = string.sub(template, 1, first - 1), string.sub(template, last + 1)
    for code in io.lines(arguments[1]) do
      requests[#requests + 1] = head .. code .. tail
    end
  else
    requests[1] = template
  end
  proof, right, refused = arguments[3], 0, ""  -- globals: `done` reads them from outside the thread
end

function request()
  sent = sent % #requests + 1  -- a code that comes again is refused, and the run fails
  return requests[sent]
end

function response(status, headers, body)
  if string.find(body, proof, 1, true) then
    right = right + 1
  elseif refused == "" then
    refused = status .. " " .. body
  end
end

function done(summary, latency)
  local right, refused = 0, ""
  for _, thread in ipairs(threads) do
    right = right + thread:get("right")
    refused = refused .. thread:get("refused")
  end
  local broken = summary.errors.connect + summary.errors.read + summary.errors.write + summary.errors.timeout
  io.write(string.format("\n@ %d %d %d %d %d %s\n", summary.requests, summary.duration, right, broken,
    latency:percentile(99), (refused:gsub("%s+", " "))))
end
