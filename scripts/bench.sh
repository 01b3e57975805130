#!/usr/bin/env bash
# Measures WeChatActors on two cores: the server on one, the load generator on the other, all on 127.0.0.1.
# Prints medians and ratios of runs taken in turn (A B A B), so that a machine that gets slower slows all of them.
#   ROUNDS=5 SECONDS_EACH=8 scripts/bench.sh          everything, about 20 minutes
#   scripts/bench.sh --save                           everything, and the tables of the READMEs are written anew
#   scripts/bench.sh --save throughput capture        only these; the other numbers of the tables stay
#   OPENIDS=10000000 scripts/bench.sh passing         only the memory over many OpenIDs
source "$(dirname "$0")/common.sh"
need_dotnet
have_or_install "wrk taskset" "wrk util-linux" || { say "The load generator wrk is needed: install it and run this again."; exit 1; }
rounds=${ROUNDS:-5} seconds=${SECONDS_EACH:-8} warm=${WARM:-12}
bench=tests/WeChatActors.Benchmarks/bin/Release/net10.0/WeChatActors.Benchmarks
say "Building ..."
dotnet build tests/WeChatActors.Benchmarks -c Release -v quiet --tl:off >&2
kept=$(mktemp -d) # what outlives a case: the published command and the numbers
cli=$kept/published/wechatactors
publish src/WeChatActors.Cli "$kept/published" >&2
work=$(mktemp -d)
pids=()
cleanup() { for pid in "${pids[@]}"; do kill -9 "$pid" 2>/dev/null || true; wait "$pid" 2>/dev/null || true; done; rm -rf "$work"; }
trap 'cleanup; rm -rf "$kept"' EXIT
note() { echo "$1 $2" >>"$kept/notes"; } # KEY VALUE: a number of the tables
noted() { while IFS= read -r line; do case "$line" in "NOTE "*) echo "${line#NOTE }" >>"$kept/notes" ;; *) echo "$line" ;; esac; done; }

start() { # NAME MODE PORT KEYWORD_RULES
  taskset -c 0 "$bench" serve "$2" "$3" conf/rules/demo.yaml "$4" "$work/$1.db" >"$work/$1.out" 2>&1 &
  pids+=($!)
  for _ in $(seq 100); do grep -qx ready "$work/$1.out" && return; sleep 0.1; done
  say "The $1 server did not start:"; cat "$work/$1.out" >&2; exit 1
}

load() { # PORT CONNECTIONS SECONDS -> "packets/s p50_ms p99_ms errors": every packet signed, every answer judged
  taskset -c 1 "$cli" load tests/WeChatActors.Benchmarks/load.yaml --url "http://127.0.0.1:$1/wechat/bench" --token bench-token \
    --max --concurrency "$2" --warm-up 2s --duration "$3s" --quiet --json "$work/run.$1.json" >/dev/null 2>"$work/run.$1.err" || { say "The load failed:"; cat "$work/run.$1.err" >&2; return 1; }
  "$bench" numbers "$work/run.$1.json"
}

wrk_load() { # PORT CONNECTIONS SECONDS -> the same by wrk, with one signature for all and no look at the answers
  local timestamp nonce=42 signature
  timestamp=$(date +%s)
  signature=$(printf '%s\n' bench-token "$timestamp" $nonce | LC_ALL=C sort | tr -d '\n' | sha1sum | cut -c1-40)
  BENCH_QUERY="signature=$signature&timestamp=$timestamp&nonce=$nonce" \
    taskset -c 1 wrk -t1 -c"$2" -d"$3"s --latency -s tests/WeChatActors.Benchmarks/wrk.lua "http://127.0.0.1:$1" | sed -n 's/^RESULT //p'
}

ratio() { # ONE OTHER: of two files with a line for each round, the first columns' ratio in the same round, at the median
  paste -d' ' "$1" "$2" | awk '{ print $1 / $5 }' | median
}

median() { sort -n | awk '{ v[NR] = $1 } END { if (NR % 2) print v[(NR + 1) / 2]; else print (v[NR / 2] + v[NR / 2 + 1]) / 2 }'; }

compare() { # KEY CONNECTIONS NAME:PORT ... ; the first is the one the others are a share of
  local key=$1 connections=$2 round server name port; shift 2
  for server in "$@"; do : >"$work/${server%%:*}.$connections"; done
  for round in $(seq "$rounds"); do
    for server in "$@"; do
      name=${server%%:*} port=${server##*:}
      load "$port" "$connections" "$seconds" >>"$work/$name.$connections"
      say "  round $round, $connections connections, $name: $(tail -1 "$work/$name.$connections") (requests/s, p50 ms, p99 ms, errors)"
    done
  done
  local base=${1%%:*} rate share p99
  for server in "$@"; do
    name=${server%%:*}
    rate=$(cut -d' ' -f1 "$work/$name.$connections" | median)
    share=$(ratio "$work/$name.$connections" "$work/$base.$connections")
    p99=$(cut -d' ' -f3 "$work/$name.$connections" | median)
    printf '%-10s %4s connections  %8.0f packets/s  share %.2f  p50 %6.2f ms  p99 %6.2f ms  errors %s\n' "$name" "$connections" "$rate" "$share" \
      "$(cut -d' ' -f2 "$work/$name.$connections" | median)" "$p99" "$(cut -d' ' -f4 "$work/$name.$connections" | awk '{ s += $1 } END { print s }')"
    note "$key.$name.$connections.rate" "$rate"; note "$key.$name.$connections.share" "$share"; note "$key.$name.$connections.p99_ms" "$p99"
  done
}

allocation() { # NAME: bytes allocated per answered packet between the first and the last full second of its latest load
  awk '$1 == "stats" { if ($3 > last) { if (!first) { first = $3; bytes = $2 } ; last = $3; end = $2 } } END { if (last > first) printf "%.0f", (end - bytes) / (last - first) }' "$work/$1.out"
}

throughput() {
  start baseline baseline 9300 0
  start memory memory 9310 1000
  start sqlite sqlite 9320 1000
  say "Warming up ..."
  for port in 9300 9310 9320; do load $port 64 "$warm" >/dev/null; done
  echo "Shares of the bare server (baseline), demo rules and 1,000 keyword rules, 10,000 OpenIDs, $rounds rounds of $seconds s:"
  compare throughput 64 baseline:9300 memory:9310 sqlite:9320
  compare throughput 256 baseline:9300 memory:9310 sqlite:9320
  echo "Allocation per packet, the web server's own included: baseline $(allocation baseline) B, memory $(allocation memory) B, sqlite $(allocation sqlite) B"
  note throughput.sqlite.bytes "$(allocation sqlite)"
  cleanup; pids=(); work=$(mktemp -d)
}

spent() { # NAME LINES -> "packets microseconds": of its processor, in the full seconds of its latest load, after so many lines that it had printed
  awk -v from="$2" 'NR > from && $1 == "stats" && $3 > last { lines++; if (lines == 3) { packets = $3; time = $4 } ; last = $3; used = $4 } END { print last - packets, used - time }' "$work/$1.out"
}

capture() { # what a capture costs, the store being the same: less than what this machine changes in a minute, so that both are asked at once, on one core
  local pass name bare both first lines
  both=$((4 * seconds))
  start baseline baseline 9300 0
  load 9300 64 "$warm" >/dev/null
  for pass in $(seq "$rounds"); do
    load 9300 64 "$seconds" >>"$work/bare"; bare=$(tail -1 "$work/bare" | cut -d' ' -f1)
    start sqlite sqlite 9320 1000; start captured captured 9330 1000
    # Twice as long as one alone, until both are compiled.
    load 9320 32 $((2 * warm)) >/dev/null & first=$!; load 9330 32 $((2 * warm)) >/dev/null; wait $first
    lines=($(wc -l <"$work/sqlite.out") $(wc -l <"$work/captured.out"))
    load 9320 32 $both >/dev/null & first=$!; load 9330 32 $both >/dev/null; wait $first
    echo "$(spent sqlite "${lines[0]}") $(spent captured "${lines[1]}")" >>"$work/spent"
    tail -1 "$work/spent" | awk -v pass="$pass" -v bare="$bare" '{ printf "  round %d: sqlite %d packets, %.2f us of the processor each; captured %d, %.2f us; the bare server alone %d packets/s\n", pass, $1, $2 / $1, $3, $4 / $3, bare }' >&2
    for name in 1 2; do kill -9 "${pids[$name]}"; wait "${pids[$name]}" 2>/dev/null || true; done
    pids=("${pids[0]}"); rm -f "$work"/*.db* "$work"/*.jsonl*
  done
  echo "The engine with its store, and the same with a capture beside it, asked at the same time on one core, $rounds rounds of $both s with new processes:"
  awk '{ print ($2 / $1) / ($4 / $3) }' "$work/spent" | median >"$work/share"
  note capture.share "$(cat "$work/share")"
  echo "capture: $(awk '{ p += $3; t += $4; q += $1; u += $2 } END { printf "%.2f us of the processor a packet, %.2f without", t / p, u / q }' "$work/spent"); that is $(xargs printf '%.3f' <"$work/share") of the packets, at the median"
  cleanup; pids=(); work=$(mktemp -d)
}

generator() {
  local connections=64 server name port tool
  start fixed baseline 9360 0
  start memory memory 9370 1000
  say "Warming up ..."
  for port in 9360 9370; do wrk_load $port $connections "$warm" >/dev/null; done
  echo "wechatactors load on one core, each packet signed and each answer judged, beside wrk with one signature for all;"
  echo "a fixed answer and the engine in memory on the other core, $connections connections, $rounds rounds of $seconds s:"
  for round in $(seq "$rounds"); do
    for server in fixed:9360 memory:9370; do
      name=${server%%:*} port=${server##*:}
      wrk_load "$port" $connections "$seconds" >>"$work/$name.wrk"
      load "$port" $connections "$seconds" >>"$work/$name.load"
      say "  round $round, $name: wrk $(tail -1 "$work/$name.wrk"), load $(tail -1 "$work/$name.load") (packets/s, p50 ms, p99 ms, errors)"
    done
  done
  for name in fixed memory; do
    for tool in wrk load; do
      printf '%-7s %-4s %8.0f packets/s  p99 %6.2f ms  errors %s\n' $name $tool "$(cut -d' ' -f1 "$work/$name.$tool" | median)" \
        "$(cut -d' ' -f3 "$work/$name.$tool" | median)" "$(cut -d' ' -f4 "$work/$name.$tool" | awk '{ s += $1 } END { print s }')"
    done
    echo "$name: load reaches $(ratio "$work/$name.load" "$work/$name.wrk" | xargs printf '%.2f') of wrk in the same round, at the median"
  done
  note load.rate "$(cut -d' ' -f1 "$work/fixed.load" | median)"
  note load.wrk_share "$(ratio "$work/fixed.load" "$work/fixed.wrk")"
  cleanup; pids=(); work=$(mktemp -d)
}

memory_of() { awk -v key="^$2:" '$0 ~ key { print int($2 / 1024) }' "/proc/$1/status"; } # PID VmRSS|VmHWM -> MB

beside_wrk() { # the last run, against the bare server at 9360, beside what wrk reaches there in the same minute
  local wrk; wrk=$(wrk_load 9360 64 "$seconds" | cut -d' ' -f1)
  echo "  that is $("$bench" numbers "$work/run.json" | awk -v wrk="$wrk" '{ printf "%.2f", $1 / wrk }') of the $wrk packets/s of wrk, which signs once and judges nothing"
}

flat() { # the load generator's memory over many packets
  local packets=${PACKETS:-10000000} early="" late=0
  start fixed baseline 9360 0
  taskset -c 1 "$cli" load tests/WeChatActors.Benchmarks/load.yaml --url http://127.0.0.1:9360/wechat/bench --token bench-token \
    --max --packets "$packets" --json "$work/run.json" >/dev/null 2>"$work/run.err" & pids+=($!)
  local generator=$!
  sleep 25; early=$(memory_of $generator VmRSS)
  while kill -0 $generator 2>/dev/null; do late=$(memory_of $generator VmRSS 2>/dev/null || echo "$late"); sleep 1; done
  wait $generator || { say "The load failed:"; cat "$work/run.err" >&2; return 1; }
  echo "flat: $packets packets, $("$bench" numbers "$work/run.json") (packets/s, p50 ms, p99 ms, errors); the generator holds $early MB after 25 s and $late MB at the end"
  beside_wrk
  note load.flat_mb "$late"; note load.flat_growth_mb $((late > early ? late - early : 0))
  cleanup; pids=(); work=$(mktemp -d)
}

big_capture() { # the replayer's memory over a long capture
  local bytes=${BYTES:-1000000000} peak=0 replay
  "$bench" captured "$work/big.jsonl" "$bytes" >&2
  start fixed baseline 9360 0
  taskset -c 1 "$cli" replay "$work/big.jsonl" --url http://127.0.0.1:9360/wechat/bench --token bench-token --max --json "$work/run.json" >/dev/null 2>"$work/run.err" & pids+=($!)
  replay=$!
  while kill -0 $replay 2>/dev/null; do peak=$(memory_of $replay VmHWM 2>/dev/null || echo "$peak"); sleep 0.5; done
  # 1 says that answers differ, as those of a fixed answer must.
  wait $replay || [ $? = 1 ] && [ -s "$work/run.json" ] || { say "The replay failed:"; cat "$work/run.err" >&2; return 1; }
  echo "big_capture: $(du -m --apparent-size "$work"/big*.jsonl | cut -f1) MB of capture, $("$bench" numbers "$work/run.json") (packets/s, p50 ms, p99 ms, errors), every answer compared; at most $peak MB of memory"
  beside_wrk
  note replay.peak_mb "$peak"
  cleanup; pids=(); work=$(mktemp -d)
}

rules() {
  start baseline baseline 9300 0
  start rules10 memory 9330 10
  start rules10000 memory 9340 10000
  say "Warming up ..."
  for port in 9300 9330 9340; do load $port 64 "$warm" >/dev/null; done
  echo "10,000 keyword rules beside 10, in memory, and the bare server, $rounds rounds of $seconds s:"
  compare rules 64 baseline:9300 rules10:9330 rules10000:9340
  note rules.share "$(ratio "$work/rules10000.64" "$work/rules10.64")"
  echo "rules: 10,000 reach $(ratio "$work/rules10000.64" "$work/rules10.64" | xargs printf '%.2f') of 10 in the same round, at the median"
  cleanup; pids=(); work=$(mktemp -d)
}

begin() { # NAME ARGUMENTS...: another server of the benchmarks on the first core
  local name=$1; shift
  taskset -c 0 "$bench" "$@" >"$work/$name.out" 2>&1 &
  pids+=($!)
  for _ in $(seq 100); do grep -qx ready "$work/$name.out" && return; sleep 0.1; done
  say "The $name server did not start:"; cat "$work/$name.out" >&2; exit 1
}

relay() { # the server at 9381 in front of a fixed platform at 9380; its process is the last of pids
  begin upstream upstream 9380
  begin relay relay 9381 http://127.0.0.1:9380 "$work/relay.db"
}

ask() { # PATH CONNECTIONS SECONDS -> "requests/s p50_ms p99_ms errors"
  taskset -c 1 wrk -t1 -c"$2" -d"$3"s --latency -s tests/WeChatActors.Benchmarks/get.lua -H "Authorization: Bearer bench-admin-key-0001" "http://127.0.0.1:9381$1" | sed -n 's/^RESULT //p'
}

token() {
  relay
  say "Warming up ..."
  for path in fixed access_token; do ask "/api/accounts/bench/$path" 64 "$warm" >/dev/null; done
  for round in $(seq "$rounds"); do
    for path in fixed access_token; do
      ask "/api/accounts/bench/$path" 64 "$seconds" >>"$work/$path.token"
      say "  round $round, $path: $(tail -1 "$work/$path.token") (requests/s, p50 ms, p99 ms, errors)"
    done
  done
  echo "The token over HTTP beside a fixed JSON of the same length from the same listener behind the same check, 64 connections, $rounds rounds of $seconds s:"
  for path in fixed access_token; do
    printf '%-12s %8.0f requests/s  p99 %6.2f ms  errors %s\n' $path "$(cut -d' ' -f1 "$work/$path.token" | median)" \
      "$(cut -d' ' -f3 "$work/$path.token" | median)" "$(cut -d' ' -f4 "$work/$path.token" | awk '{ s += $1 } END { print s }')"
  done
  note token.rate "$(cut -d' ' -f1 "$work/access_token.token" | median)"
  note token.ratio "$(ratio "$work/fixed.token" "$work/access_token.token")"
  echo "token: costs $(ratio "$work/fixed.token" "$work/access_token.token" | xargs printf '%.2f') times the fixed answer in the same round, at the median"
  cleanup; pids=(); work=$(mktemp -d)
}

proxy() {
  relay
  for round in $(seq "$rounds"); do
    taskset -c 1 "$bench" added http://127.0.0.1:9380/cgi-bin/message/custom/send http://127.0.0.1:9381/api/accounts/bench/proxy/cgi-bin/message/custom/send "${CALLS:-5000}" | sed -n 's/^RESULT //p' >>"$work/added"
    say "  round $round: $(tail -1 "$work/added") (ms: added at the median; median direct, proxied; 99th of 100 direct, proxied)"
  done
  echo "A JSON call through the proxy beside the same one to the platform itself, one at a time in turn, $rounds rounds of ${CALLS:-5000} calls of each:"
  note proxy.ms "$(cut -d' ' -f1 "$work/added" | median)"
  echo "proxy: adds $(cut -d' ' -f1 "$work/added" | median) ms at the median ($(cut -d' ' -f2 "$work/added" | median) ms direct, $(cut -d' ' -f3 "$work/added" | median) ms proxied)"
  cleanup; pids=(); work=$(mktemp -d)
}

upload() {
  relay
  local server=${pids[1]} before after
  head -c 104857600 /dev/urandom >"$work/file"
  send() { curl -fsS -m 60 -o /dev/null -H "Authorization: Bearer bench-admin-key-0001" -H 'Expect:' -F "media=@$1;filename=$2" "http://127.0.0.1:9381/api/accounts/bench/proxy/cgi-bin/media/upload?type=video"; }
  head -c 65536 "$work/file" >"$work/small"
  send "$work/small" small.mp4
  before=$(awk '/^VmRSS/ { print $2 }' "/proc/$server/status")
  send "$work/file" 视频.mp4
  after=$(awk '/^VmHWM/ { print $2 }' "/proc/$server/status")
  note upload.mb $(((after - before) / 1024))
  echo "upload: 100 MB through the proxy take the process from $((before / 1024)) MB to a peak of $((after / 1024)) MB: $(((after - before) / 1024)) MB more"
  cleanup; pids=(); work=$(mktemp -d)
}

waiting() { # users who wait 9 s for a model: what they hold, and how fast the others are answered meanwhile
  local users=${USERS:-10000} first=1000000 before held after engine
  openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=localhost -addext subjectAltName=DNS:localhost,IP:127.0.0.1 -keyout "$work/key" -out "$work/cert" 2>/dev/null
  begin upstream upstream 9380
  begin model model 9390 "$work/cert" "$work/key" 9
  mkfifo "$work/asked"
  SSL_CERT_FILE="$work/cert" taskset -c 0 "$bench" waiting 9392 "$work/waiting.db" https://localhost:9390/v1 http://127.0.0.1:9380 conf/rules/demo.yaml <"$work/asked" >"$work/waiting.out" 2>&1 &
  engine=$!; pids+=($engine)
  exec 9>"$work/asked"
  for _ in $(seq 100); do grep -qx ready "$work/waiting.out" && break; sleep 0.1; done
  held() { local lines; lines=$(grep -c ^memory "$work/waiting.out"); echo measure >&9; while [ "$(grep -c ^memory "$work/waiting.out")" = "$lines" ]; do sleep 0.05; done; grep ^memory "$work/waiting.out" | tail -1; }
  crowd() { taskset -c 1 "$bench" ask http://127.0.0.1:9392 "$users" "$1" >"$work/crowd" 2>&1 & crowd=$!; sleep 3; }
  say "Warming up ..."
  load 9392 64 "$warm" >/dev/null
  crowd $first; sleep 12; wait $crowd
  before=$(held)
  crowd $((first += users))
  held=$(held); sleep 4.2; after=$(held)
  wait $crowd; say "  $users users: $(cat "$work/crowd") (answered, not, s)"; sleep 8
  for round in $(seq "$rounds"); do
    load 9392 64 3 >>"$work/alone"
    crowd $((first += users)); load 9392 64 3 >>"$work/beside"; wait $crowd
    say "  round $round: alone $(tail -1 "$work/alone"), beside $(tail -1 "$work/beside") (requests/s, p50 ms, p99 ms, errors); $(cat "$work/crowd")"
    sleep 9
  done
  echo "$before $held $after" | awk -v users="$users" '{ printf "waiting: %d users, heap %.1f KB each with their carriers open and %.1f KB each once acknowledged; resident memory %.1f KB and %.1f KB; threads %d before, %d and %d\n", users, ($7 - $2) / users / 1024, ($12 - $2) / users / 1024, ($8 - $3) / users / 1024, ($13 - $3) / users / 1024, $4, $9, $14 }'
  echo "$before $held $after" | awk -v users="$users" '{ printf "NOTE waiting.open_kb %.1f\nNOTE waiting.acknowledged_kb %.1f\n", ($7 - $2) / users / 1024, ($12 - $2) / users / 1024 }' | noted
  local slower
  slower=$(paste -d' ' "$work/beside" "$work/alone" | awk '{ print $3 / $7 }' | median)
  note waiting.p99_ratio "$slower"
  echo "waiting: others are answered in $(printf '%.2f' "$slower") times the p99 of without them, in the same round, at the median of $rounds (64 connections, as fast as they can)"
  exec 9>&-
  cleanup; pids=(); work=$(mktemp -d)
}

first_answer() { # from the start of the published program to the answer of a signed packet
  local timestamp signature begun
  for _ in 1 2 3 4 5; do
    rm -rf "$work/data"
    timestamp=$(date +%s)
    signature=$(printf '%s\n' demo-token "$timestamp" 42 | LC_ALL=C sort | tr -d '\n' | sha1sum | cut -c1-40)
    begun=$(date +%s%N)
    DEMO_TOKEN=demo-token "$cli" serve --conf conf/wechatactors.yaml --data "$work/data" \
      --public http://127.0.0.1:9350 --admin http://127.0.0.1:9351 >/dev/null 2>&1 &
    pids=($!)
    until curl -s -m 2 "http://127.0.0.1:9350/wechat/demo?signature=$signature&timestamp=$timestamp&nonce=42" -d "<xml><ToUserName>gh_demo</ToUserName><FromUserName>oFirst</FromUserName><CreateTime>$timestamp</CreateTime><MsgType>text</MsgType><Content>你好</Content><MsgId>$timestamp</MsgId></xml>" | grep -q '<Content>'; do
      [ $(($(date +%s%N) - begun)) -lt 20000000000 ] || { say "No answer within 20 s."; exit 1; }
      sleep 0.005
    done
    echo $((($(date +%s%N) - begun) / 1000000))
    kill -9 "${pids[0]}"; wait "${pids[0]}" 2>/dev/null || true
  done | median >"$work/median"
  note first_answer.ms "$(cat "$work/median")"
  echo "first answer: $(cat "$work/median") ms after the start of the process, at the median of 5"
  pids=()
}

first_phone() { # from the start of the published program to the address of the phone, when everything listens
  local begun
  for _ in 1 2 3 4 5; do
    : >"$work/dev.out"
    begun=$(date +%s%N)
    "$cli" dev --conf conf/wechatactors.yaml --page http://127.0.0.1:9355 --public http://127.0.0.1:9356 \
      --admin http://127.0.0.1:9357 --api http://127.0.0.1:9358 >"$work/dev.out" 2>/dev/null &
    pids=($!)
    until grep -q '^phone ' "$work/dev.out"; do
      [ $(($(date +%s%N) - begun)) -lt 20000000000 ] || { say "No phone within 20 s."; exit 1; }
      sleep 0.005
    done
    echo $((($(date +%s%N) - begun) / 1000000))
    kill "${pids[0]}"; wait "${pids[0]}" 2>/dev/null || true
  done | median >"$work/median"
  note first_phone.ms "$(cat "$work/median")"
  echo "first phone: $(cat "$work/median") ms after the start of the process, at the median of 5"
  pids=()
}

delays() { # what is reported of servers whose delays are known, and measured by themselves; each run needs one of its own, because it stalls once
  local kind round port=9400 rate=100 connections=64
  for kind in fixed bimodal stall; do
    [ $kind = stall ] && connections=16
    for round in $(seq "$rounds"); do
      begin "delays$port" delays $kind $port
      taskset -c 1 "$cli" load tests/WeChatActors.Benchmarks/load.yaml --url "http://127.0.0.1:$port/" --token bench-token --rate $rate --concurrency $connections \
        --warm-up 2s --duration 20s --quiet --json "$work/run.json" >/dev/null 2>"$work/run.err" || { say "The run failed:"; cat "$work/run.err" >&2; return 1; }
      curl -fsS -m 10 "http://127.0.0.1:$port/" >"$work/taken"
      "$bench" delayed $kind "$work/run.json" "$work/taken" $rate $connections 2 | sed -n 's/^RESULT //p' >>"$work/delays"
      say "  round $round, $kind: $(tail -1 "$work/delays" | cut -d' ' -f2-) (from the intended start in ms: reported, true, error in %; service time likewise)"
      port=$((port + 1))
    done
  done
  echo "Percentiles of servers whose delays are known: 100 ms; each tenth time 500 ms; a stall of 3 s over 16 connections;"
  echo "$rate packets a second for 20 s, $rounds rounds, in ms: reported, true and error at the median of the rounds:"
  cut -d' ' -f1,2 "$work/delays" | awk '!seen[$0]++' | while read -r kind name; do
    at() { awk -v k="$kind" -v n="$name" -v c="$1" '$1 == k && $2 == n { print $c }' "$work/delays" | median; }
    printf '%-8s %-4s from the intended start %9.3f %9.3f %6.2f %%   service time %9.3f %9.3f %6.2f %%\n' "$kind" "$name" "$(at 3)" "$(at 4)" "$(at 5)" "$(at 6)" "$(at 7)" "$(at 8)"
    printf '%s\n%s\n' "$(at 5)" "$(at 8)" >>"$work/errors"
  done
  note delays.error_percent "$(tr -d - <"$work/errors" | sort -n | tail -1)"
  cleanup; pids=(); work=$(mktemp -d)
}

in_process() { # NAME: a case that one process of the benchmarks is enough for
  case "$1" in
    rules_load | idle | followers) "$bench" "$1" ;;
    check) taskset -c 0 "$bench" check ;;
    reactivate) "$bench" reactivate "$work/reactivate.db" ;;
    passing) "$bench" passing "$work/passing.db" "${OPENIDS:-10000000}" ;;
  esac | noted
}

all="throughput capture generator delays flat big_capture rules token proxy upload waiting first_answer first_phone rules_load idle followers check reactivate passing"
save=""
[ "${1:-}" = --save ] && { save=1; shift; }
for name in "${@:-all}"; do
  [ "$name" = all ] || [[ " $all " == *" $name "* ]] || { say "'$name' is none of: all, ${all// /, }"; exit 2; }
done
[ $# -gt 0 ] && [ "$1" != all ] || set -- $all
for name in "$@"; do
  case "$name" in
    rules_load | idle | followers | check | reactivate | passing) in_process "$name" ;;
    *) "$name" ;;
  esac
done
if [ -n "$save" ]; then
  "$bench" table tests/WeChatActors.Benchmarks/measured.txt "$kept/notes"
  say "The tables of README.md and README.zh-CN.md are written."
fi
