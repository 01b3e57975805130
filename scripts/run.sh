#!/usr/bin/env bash
# Builds WeChatActors and serves the demo account from conf/. Arguments go to `wechatactors serve`, for example
#   scripts/run.sh --public http://127.0.0.1:9080 --admin http://127.0.0.1:9081
source "$(dirname "$0")/common.sh"
need_dotnet
say "Building ..."
publish src/WeChatActors.Cli artifacts/wechatactors

public=http://127.0.0.1:8080
previous=""
for argument in "$@"; do
  [ "$previous" = --public ] && public="${argument%/}"
  case "$argument" in --public=*) public="${argument#--public=}"; public="${public%/}" ;; esac
  previous="$argument"
done

# A delivery as WeChat makes it: three sorted strings under SHA-1 sign the query, the body is one XML packet.
cat <<EOF
Say something to the demo bot from another terminal (a signed delivery, good for 10 minutes):

T=\$(date +%s); S=\$(printf '%s\n' "${DEMO_TOKEN:-demo-token}" \$T 42 | LC_ALL=C sort | tr -d '\n' | sha1sum | cut -c1-40)
curl "$public/wechat/demo?signature=\$S&timestamp=\$T&nonce=42" -d "<xml><ToUserName>gh_demo</ToUserName><FromUserName>oDemoUser</FromUserName><CreateTime>\$T</CreateTime><MsgType>text</MsgType><Content>你好</Content><MsgId>\$T</MsgId></xml>"

EOF
exec artifacts/wechatactors/wechatactors serve --conf conf/wechatactors.yaml "$@"
