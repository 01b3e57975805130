// Uses the platform's API through the npm package co-wechat-api with the token that all share, before and after it is replaced, and prints
// what came of each step as one JSON object.
// usage: node shared.cjs proxy|drop-in BASE APP_ID KEY FOLLOWER COMMAND...
//   BASE      the address of the proxy or the drop-in, without the path of a call
//   COMMAND   replaces the token by force
'use strict';
const { execFileSync } = require('node:child_process');
const { readFileSync, writeFileSync } = require('node:fs');
const { join } = require('node:path');
const API = require('co-wechat-api');

const [door, base, appId, key, follower, command, ...words] = process.argv.slice(2);
const file = join(__dirname, 'file.png');

function open() {
  // The proxy fills the token in, so any will do; the drop-in takes a key in the place of the AppSecret.
  const unused = async () => ({ accessToken: 'any', expireTime: Date.now() + 7200000 });
  const api = door === 'proxy' ? new API(appId, 'none', unused) : new API(appId, key);
  for (const name of Object.keys(api)) {
    // The package has the platform's address built in.
    if (name.toLowerCase().endsWith('prefix')) api[name] = api[name].replace(/^https?:\/\/[^/]+/, base);
  }
  // The package writes the headers of a call into those it was given, so it gets new ones each time.
  if (door === 'proxy') api.setOpts({ get headers() { return { Authorization: `Bearer ${key}` }; } });
  return api;
}

async function useAll(api, name) {
  const out = {};
  out.text = (await api.sendText(follower, `客服消息：“${name}”🍵`)).errcode;
  const picture = Buffer.alloc(300000, name);
  Buffer.from('89504e470d0a1a0a', 'hex').copy(picture);
  writeFileSync(file, picture);
  const { media_id: media } = await api.uploadImageMedia(file);
  out.sameBytes = readFileSync(file).equals(await api.getMedia(media));
  out.image = (await api.sendImage(follower, media)).errcode;
  out.menuCreated = (await api.createMenu({ button: [{ type: 'click', name: `今日${name}`, key: 'TODAY' }] })).errcode;
  out.menu = (await api.getMenu()).menu.button[0].name;
  out.followers = (await api.getFollowers()).data.openid;
  out.user = (await api.getUser(follower)).subscribe;
  out.ip = (await api.getIp()).ip_list.length > 0;
  try {
    await api.getMedia('no-such-media');
  } catch (error) {
    out.unknownMedia = error.code;
  }
  return out;
}

async function main() {
  const api = open();
  const before = await useAll(api, '前');
  const replaced = execFileSync(command, words, { encoding: 'utf8' }).trim();
  const after = await useAll(api, '后');
  const another = await useAll(open(), '新');
  console.log(JSON.stringify({ before, replaced, after, another }));
}

main().catch((error) => {
  console.error(error);
  process.exit(1);
});
