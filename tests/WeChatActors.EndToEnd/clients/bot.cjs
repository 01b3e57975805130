// A bot as its users write them, on the npm package wechat: the connect middleware answers in plaintext or safe mode.
// usage: node bot.cjs TOKEN [APP_ID ENCODING_AES_KEY]; prints the port it listens on
'use strict';
const http = require('node:http');
const connect = require('connect');
const wechat = require('wechat');

const [token, appid, encodingAESKey] = process.argv.slice(2);
const app = connect();
app.use((req, res, next) => { // what express does by itself
  req.query = Object.fromEntries(new URL(req.url, 'http://localhost').searchParams);
  next();
});
app.use('/wechat', wechat(encodingAESKey ? { token, appid, encodingAESKey } : token, (req, res) => {
  const message = req.weixin;
  if (message.MsgType === 'event' && message.Event === 'subscribe') return res.reply('欢迎关注');
  if (message.MsgType === 'event' && message.Event === 'CLICK') return res.reply({ type: 'text', content: `点了 ${message.EventKey}` });
  if (message.MsgType === 'event') return res.reply('');
  if (message.MsgType === 'image') return res.reply({ type: 'image', content: { mediaId: message.MediaId } });
  if (message.MsgType === 'location') return res.reply(`${message.Location_X},${message.Location_Y} ${message.Label}`);
  if (message.Content === '图文') {
    return res.reply([
      { title: '秋焙铁观音', description: '三泡之后最好喝 & <更香>', picurl: 'http://127.0.0.1/tea.png', url: 'http://127.0.0.1/tea?a=1&b=2' },
    ]);
  }
  if (message.Content === '音乐') {
    return res.reply({ title: '采茶曲', description: '民乐', musicUrl: 'http://127.0.0.1/tea.mp3', hqMusicUrl: 'http://127.0.0.1/tea.flac' });
  }
  if (message.Content === '人工') return res.transfer2CustomerService();
  return res.reply(`收到：${message.Content}`);
}));
const server = http.createServer(app).listen(0, '127.0.0.1', () => console.log(`listening ${server.address().port}`));
