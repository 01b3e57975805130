// Pushes one packet as WeChat does, sealed and opened by the npm package wechat-crypto, and prints the reply, opened.
// usage: node push.cjs compatible|safe CALLBACK_URL APP_ID TOKEN ENCODING_AES_KEY < packet.xml
'use strict';
const { readFileSync } = require('node:fs');
const { createHash } = require('node:crypto');
const WXBizMsgCrypt = require('wechat-crypto');

const [mode, url, appId, token, aesKey] = process.argv.slice(2);
const cryptor = new WXBizMsgCrypt(token, aesKey, appId);
const packet = readFileSync(0, 'utf8');
const element = (xml, name) => new RegExp(`<${name}>(?:<!\\[CDATA\\[)?(.*?)(?:\\]\\]>)?</${name}>`, 's').exec(xml)[1];

async function main() {
  const timestamp = String(Math.floor(Date.now() / 1000));
  const nonce = String(Math.floor(Math.random() * 1e9));
  const encrypt = cryptor.encrypt(packet);
  const signature = createHash('sha1').update([token, timestamp, nonce].sort().join('')).digest('hex');
  const query = new URLSearchParams({
    signature, timestamp, nonce, encrypt_type: 'aes', msg_signature: cryptor.getSignature(timestamp, nonce, encrypt),
  });
  const sealed = `<Encrypt><![CDATA[${encrypt}]]></Encrypt>`;
  const body = mode === 'safe'
    ? `<xml><ToUserName><![CDATA[${element(packet, 'ToUserName')}]]></ToUserName>${sealed}</xml>`
    : packet.replace('</xml>', `${sealed}</xml>`);
  const answer = await fetch(`${url}?${query}`, { method: 'POST', body, headers: { 'Content-Type': 'text/xml' } });
  if (answer.status !== 200) throw new Error(`answered ${answer.status}`);
  const xml = await answer.text();
  if (xml === 'success') return xml;
  const expected = cryptor.getSignature(element(xml, 'TimeStamp'), element(xml, 'Nonce'), element(xml, 'Encrypt'));
  if (expected !== element(xml, 'MsgSignature')) throw new Error('MsgSignature is wrong');
  const opened = cryptor.decrypt(element(xml, 'Encrypt'));
  if (opened.id !== appId) throw new Error(`the reply is sealed for '${opened.id}'`);
  return opened.message;
}

main().then((reply) => process.stdout.write(reply), (error) => {
  console.error(error.message);
  process.exit(1);
});
