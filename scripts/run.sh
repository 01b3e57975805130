#!/usr/bin/env bash
# Builds WeChatActors and starts the demo account with a simulated WeChat: the last line it prints is the address of a phone page.
# Arguments go to `wechatactors dev`, for example
#   scripts/run.sh --page http://127.0.0.1:9082
#   scripts/run.sh --conf my/wechatactors.yaml
source "$(dirname "$0")/common.sh"
need_dotnet
say "Building ..."
publish src/WeChatActors.Cli artifacts/wechatactors
exec artifacts/wechatactors/wechatactors dev "$@"
