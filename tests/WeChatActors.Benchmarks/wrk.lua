-- Signed pushes of text packets: 10,000 OpenIDs, every MsgId unique. The query string is signed once by the caller, as
-- WeChat's own deliveries repeat theirs.
local query = os.getenv("BENCH_QUERY")
local texts = {"你好", "请问问题17号怎么办", "营业时间是几点？", "随便说一句机器人不懂的话", "q903x please", "帮助", "我有问题512号", "Wi-Fi 密码"}
local head = "<xml><ToUserName><![CDATA[gh_7f3c19ab02de]]></ToUserName><FromUserName><![CDATA[oBench%022d]]></FromUserName><CreateTime>%d</CreateTime><MsgType><![CDATA[text]]></MsgType><Content><![CDATA[%s]]></Content><MsgId>%d%09d</MsgId></xml>"
local thread = 0
local sent = 0
local now = os.time()

function setup(t)
  t:set("id", thread)
  thread = thread + 1
end

function init()
  math.randomseed(now + id)
  sent = id * 100000000
end

function request()
  sent = sent + 1
  local body = head:format(math.random(0, 9999), now, texts[math.random(#texts)], now, sent)
  return wrk.format("POST", "/wechat/bench?" .. query, nil, body)
end

function done(summary, latency)
  local bad = summary.errors.status + summary.errors.connect + summary.errors.read + summary.errors.write + summary.errors.timeout
  io.write(string.format("RESULT %.0f %.2f %.2f %d\n", summary.requests / (summary.duration / 1e6), latency:percentile(50) / 1000, latency:percentile(99) / 1000, bad))
end
