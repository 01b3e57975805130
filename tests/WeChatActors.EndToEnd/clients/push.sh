#!/usr/bin/env bash
# Pushes one packet as WeChat does, with nothing but openssl and curl, and prints the reply that comes back, opened.
# usage: push.sh plaintext|compatible|safe CALLBACK_URL APP_ID TOKEN ENCODING_AES_KEY < packet.xml
set -euo pipefail
mode=$1 url=$2 app_id=$3 token=$4
key=$(printf '%s=' "$5" | openssl base64 -d -A | od -An -v -tx1 | tr -d ' \n')
iv=${key:0:32}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cat >"$work/packet"

sign() { # the arguments and the token, sorted by their bytes and joined
  printf '%s\n' "$token" "$@" | LC_ALL=C sort | tr -d '\n' | openssl dgst -sha1 -r | cut -d' ' -f1
}

number() { # 4 bytes, the highest first
  printf "\\$(printf %03o $(($1 >> 24 & 255)))\\$(printf %03o $(($1 >> 16 & 255)))\\$(printf %03o $(($1 >> 8 & 255)))\\$(printf %03o $(($1 & 255)))"
}

seal() { # stdin to the text of an Encrypt element
  cat >"$work/message"
  { openssl rand 16; number "$(wc -c <"$work/message")"; cat "$work/message"; printf %s "$app_id"; } >"$work/plain"
  local pad=$((32 - $(wc -c <"$work/plain") % 32))
  for ((i = 0; i < pad; i++)); do printf "\\$(printf %03o "$pad")"; done >>"$work/plain"
  openssl enc -aes-256-cbc -nopad -K "$key" -iv "$iv" -in "$work/plain" | openssl base64 -A
}

open() { # the text of an Encrypt element to the message inside
  printf %s "$1" | openssl base64 -d -A | openssl enc -d -aes-256-cbc -nopad -K "$key" -iv "$iv" >"$work/opened"
  local length=$((16#$(od -An -v -tx1 -j16 -N4 "$work/opened" | tr -d ' \n')))
  local rest=$(tail -c +$((21 + length)) "$work/opened" | head -c ${#app_id})
  [ "$rest" = "$app_id" ] || { echo "the reply is sealed for '$rest'" >&2; exit 1; }
  tail -c +21 "$work/opened" | head -c "$length"
}

element() { sed -n "s|.*<$1>\(<!\[CDATA\[\)\{0,1\}\([^]<]*\).*|\2|p" "$work/answer"; }

timestamp=$(date +%s) nonce=$RANDOM$RANDOM
query="signature=$(sign "$timestamp" "$nonce")&timestamp=$timestamp&nonce=$nonce"
body="$work/packet"
if [ "$mode" != plaintext ]; then
  encrypt=$(seal <"$work/packet")
  query="$query&encrypt_type=aes&msg_signature=$(sign "$timestamp" "$nonce" "$encrypt")"
  to=$(sed -n 's|.*\(<ToUserName>.*</ToUserName>\).*|\1|p' "$work/packet")
  body="$work/body"
  if [ "$mode" = safe ]; then printf '<xml>%s<Encrypt><![CDATA[%s]]></Encrypt></xml>' "$to" "$encrypt" >"$body"
  else sed "s|</xml>|<Encrypt><![CDATA[$encrypt]]></Encrypt></xml>|" "$work/packet" >"$body"; fi
fi

status=$(curl -sS --max-time 10 -o "$work/answer" -w '%{http_code}' -H 'Content-Type: text/xml' --data-binary "@$body" "$url?$query")
[ "$status" = 200 ] || { echo "answered $status" >&2; exit 1; }
if [ "$mode" = plaintext ] || [ "$(cat "$work/answer")" = success ]; then
  cat "$work/answer"
  exit
fi
expected=$(sign "$(element TimeStamp)" "$(element Nonce)" "$(element Encrypt)")
[ "$expected" = "$(element MsgSignature)" ] || { echo "MsgSignature is wrong" >&2; exit 1; }
open "$(element Encrypt)"
