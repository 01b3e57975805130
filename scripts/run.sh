#!/usr/bin/env bash
# Builds WeChatActors and serves the demo account from conf/. Arguments go to `wechatactors serve`, for example --public.
source "$(dirname "$0")/common.sh"
need_dotnet
say "Building ..."
publish src/WeChatActors.Cli artifacts/wechatactors
exec artifacts/wechatactors/wechatactors serve --conf conf/wechatactors.yaml "$@"
