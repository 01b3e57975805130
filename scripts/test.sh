#!/usr/bin/env bash
# Installs what the tests need, runs every test project and adds up their counts in one last line.
# Tests whose tools cannot be had here are skipped by name.
source "$(dirname "$0")/common.sh"
need_dotnet
have_or_install "curl openssl node npm sqlite3 zstd" "curl openssl nodejs npm sqlite3 zstd" || say "Some tools are missing; the tests that need them are skipped."
have_or_install chromium "chromium fonts-noto-cjk fonts-noto-color-emoji" || say "There is no browser; the tests of the phone page are skipped."

say "Building ..."
dotnet build WeChatActors.sln -c Release -v quiet --tl:off
results=$(mktemp -d)
trap 'rm -rf "$results"' EXIT
projects=() # all but the benchmarks and the library that the tests share
for project in tests/*/*.csproj; do
  case "$project" in *Benchmarks* | *Testing*) ;; *) projects+=("$project") ;; esac
done

run() { # PROJECT: runs its tests; a file tells that it failed
  local name; name=$(basename "$1" .csproj)
  say "Testing $name ..."
  dotnet test "$1" -c Release --no-build --nologo -v quiet --tl:off \
    --logger "trx;LogFileName=$results/$name.trx" --blame-hang-timeout 4m >"$results/$name.log" 2>&1 || touch "$results/$name.failed"
  if [ ! -f "$results/$name.trx" ] || [ -f "$results/$name.failed" ]; then
    cat "$results/$name.log" >&2
    sed -n '/<Message>/,/<\/StackTrace>/p' "$results/$name.trx" >&2 2>/dev/null || true # why they failed
  fi
}

# The tests of whole processes mostly wait, so the others run meanwhile.
run tests/WeChatActors.EndToEnd/WeChatActors.EndToEnd.csproj &
for project in "${projects[@]}"; do
  case "$project" in *EndToEnd*) ;; *) run "$project" ;; esac
done
wait

# One line per project, then the sum. A project that left no results counts as one failure.
passed=0 failed=0 skipped=0
for project in "${projects[@]}"; do
  name=$(basename "$project" .csproj)
  counters=$(grep -o '<Counters [^>]*>' "$results/$name.trx" 2>/dev/null || true)
  count() { printf '%s' "$counters" | sed -n "s/.*[ ]$1=\"\([0-9]*\)\".*/\1/p"; }
  total=$(count total); ok=$(count passed); executed=$(count executed)
  if [ -z "$total" ]; then
    say "$name: no results"; failed=$((failed + 1)); continue
  fi
  bad=$((executed - ok)); out=$((total - executed))
  [ "$bad" -eq 0 ] && [ -f "$results/$name.failed" ] && bad=1
  say "$name: $ok passed, $bad failed, $out skipped"
  grep -o 'testName="[^"]*"[^>]*outcome="NotExecuted"' "$results/$name.trx" | sed 's/testName="\([^"]*\)".*/  skipped: \1/' >&2 || true
  passed=$((passed + ok)); failed=$((failed + bad)); skipped=$((skipped + out))
done
echo "$passed passed, $failed failed, $skipped skipped"
[ "$failed" -eq 0 ]
