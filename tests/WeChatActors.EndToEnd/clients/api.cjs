// Uses the platform's API through the npm package co-wechat-api and prints what came of each step as one JSON object.
// usage: node api.cjs API_BASE APP_ID APP_SECRET FOLLOWER STRANGER   all that an account does
//        node api.cjs API_BASE APP_ID APP_SECRET FOLLOWER            only a message to a follower
'use strict';
const { readFileSync, writeFileSync } = require('node:fs');
const { join } = require('node:path');
const API = require('co-wechat-api');

// One transparent pixel.
const PIXEL = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAQAAAC1HAwCAAAAC0lEQVR42mNkYAAAAAYAAjCB0C8AAAAASUVORK5CYII=';

const [base, appId, secret, follower, stranger] = process.argv.slice(2);
const api = new API(appId, secret);
// The package has the platform's address built in.
for (const name of Object.keys(api)) {
  if (name.toLowerCase().endsWith('prefix')) api[name] = api[name].replace(/^https?:\/\/[^/]+/, base.replace(/\/$/, ''));
}

const errorOf = async (call) => {
  try {
    await call();
    return null;
  } catch (error) {
    return { name: error.name, code: error.code, message: error.message };
  }
};

async function main() {
  const out = {};
  if (!stranger) {
    console.log(JSON.stringify({ text: await errorOf(() => api.sendText(follower, '你好')) }));
    return;
  }
  out.token = (await api.ensureAccessToken()).accessToken.length;

  out.text = await api.sendText(follower, '客服消息：“你好”，\n第二行');
  const picture = join(__dirname, 'picture.png');
  writeFileSync(picture, Buffer.from(PIXEL, 'base64'));
  const uploaded = await api.uploadImageMedia(picture);
  out.uploaded = uploaded.type;
  out.sameBytes = readFileSync(picture).equals(await api.getMedia(uploaded.media_id));
  out.image = await api.sendImage(follower, uploaded.media_id);
  out.news = await api.sendNews(follower, [{ title: '秋焙铁观音', description: '今日推荐', url: 'http://127.0.0.1/tea', picurl: 'http://127.0.0.1/tea.png' }]);
  out.notFollowing = await errorOf(() => api.sendText(stranger, '你好'));
  out.unknownMedia = await errorOf(() => api.getMedia('no-such-media'));

  const menu = { button: [{ type: 'click', name: '今日推荐', key: 'TODAY' }, { name: '门店', sub_button: [{ type: 'view', name: '官网', url: 'https://example.com/' }] }] };
  out.menuCreated = await api.createMenu(menu);
  out.menu = await api.getMenu();
  out.menuRemoved = await api.removeMenu();
  out.noMenu = await errorOf(() => api.getMenu());

  out.tag = (await api.createTags('老茶客')).tag;
  out.tagging = await api.batchTagging([follower], out.tag.id);
  out.tags = (await api.getTags()).tags;
  out.tagged = await api.getUsersFromTag(out.tag.id);
  out.tagsOfUser = await api.getIdList(follower);
  await api.batchUnTagging([follower], out.tag.id);
  out.tagDeleted = await api.deleteTag(out.tag.id);

  out.remarked = await api.updateRemark(follower, '常客');
  out.user = await api.getUser(follower);
  out.users = (await api.batchGetUsers([follower, stranger])).user_info_list;
  out.followers = await api.getFollowers();

  const code = await api.createTmpQRCode(42, 1800);
  out.qrExpires = code.expire_seconds;
  out.ticket = code.ticket;
  out.qrPicture = (await api.request(api.showQRCodeURL(encodeURIComponent(code.ticket)))).length > 0;

  out.ip = (await api.getIp()).ip_list.length > 0;
  out.jsConfig = Object.keys(await api.getJsConfig({ debug: false, jsApiList: ['scanQRCode'], url: 'http://127.0.0.1/page' })).sort();

  // Somebody else took a token: the package notices by 40001 and takes a new one.
  await new API(appId, secret).request(`${api.prefix}token?grant_type=client_credential&appid=${appId}&secret=${secret}`);
  out.afterRevocation = await api.sendText(follower, '换了令牌');
  out.wrongSecret = await errorOf(() => {
    const other = new API(appId, `${secret}x`);
    other.prefix = api.prefix;
    return other.ensureAccessToken();
  });
  console.log(JSON.stringify(out));
}

main().catch((error) => {
  console.error(error);
  process.exit(1);
});
