-- wrk's load: every request a fresh code from the file that is named after `--`, and every answer looked at.
local requests, sent = {}, 0
local threads = {}

function setup(thread)
  table.insert(threads, thread)
end

function init(arguments)
  local head = "GET " .. wrk.path .. "&js_code="
  local tail = " HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"
  for code in io.lines(arguments[1]) do
    requests[#requests + 1] = head .. code .. tail
  end
  logins, refused = 0, ""  -- globals: `done` reads them from outside the thread
end

function request()
  sent = sent % #requests + 1  -- a code that comes again is refused, and the run fails
  return requests[sent]
end

function response(status, headers, body)
  if string.find(body, '"openid"', 1, true) then
    logins = logins + 1
  elseif refused == "" then
    refused = status .. " " .. body
  end
end

function done(summary, latency)
  local logins, refused = 0, ""
  for _, thread in ipairs(threads) do
    logins = logins + thread:get("logins")
    refused = refused .. thread:get("refused")
  end
  local broken = summary.errors.connect + summary.errors.read + summary.errors.write + summary.errors.timeout
  io.write(string.format("\n@ %d %d %d %d %d %s\n", summary.requests, summary.duration, logins, broken,
    latency:percentile(99), (refused:gsub("%s+", " "))))
end
