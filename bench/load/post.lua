-- wrk script: posts the file BODY with the headers HDRS ("name=value;name=value") and prints one line of JSON.
local file = assert(io.open(assert(os.getenv("BODY"), "set BODY"), "r"))
wrk.method = "POST"
wrk.body = file:read("*a")
file:close()
wrk.headers["Content-Type"] = "application/json"
for name, value in string.gmatch(os.getenv("HDRS") or "", "([^=;]+)=([^;]*)") do
  wrk.headers[name] = value
end

function done(summary, latency)
  local errors = summary.errors
  io.write(string.format('RESULT {"requests":%d,"seconds":%.3f,"p50":%d,"p99":%d,"statuses":%d,"sockets":%d,"timeouts":%d}\n',
    summary.requests, summary.duration / 1e6, latency:percentile(50), latency:percentile(99),
    errors.status, errors.connect + errors.read + errors.write, errors.timeout))
end
