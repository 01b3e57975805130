# Shared by the scripts beside it; sourced, not run.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 DOTNET_CLI_UI_LANGUAGE=en

say() { printf '%s\n' "$*" >&2; }

need_dotnet() {
  command -v dotnet >/dev/null || { say "The .NET 10 SDK is needed: install it, then run this again."; exit 1; }
  dotnet --version >/dev/null 2>&1 || { say "This project needs a .NET 10 SDK; found: $(dotnet --list-sdks | tr '\n' ' ')"; exit 1; }
}

# Installs Debian packages where that is possible; answers whether all commands are there.
# usage: have_or_install "command ..." "package ..."
have_or_install() {
  local missing=""
  for command in $1; do command -v "$command" >/dev/null || missing=1; done
  [ -z "$missing" ] && return 0
  if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    say "Installing $2 ..."
    { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $2; } >/dev/null 2>&1 || true
  fi
  for command in $1; do command -v "$command" >/dev/null || return 1; done
}

publish() { # usage: publish PROJECT FOLDER
  dotnet publish "$1" -c Release -o "$2" -v quiet --tl:off
}
