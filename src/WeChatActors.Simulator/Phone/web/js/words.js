// Every text of the page: [English, Chinese].

export const WORDS = {
  // the page
  title: ['WeChat simulator', '微信模拟器'], account: ['Account', '公众号'], person: ['Person', '用户'], addPerson: ['Add a person', '添加用户'],
  nickname: ['Nickname', '昵称'], language: ['中文', 'English'], languageLabel: ['Switch to Chinese', '切换到英文'], dark: ['Dark', '深色'], light: ['Light', '浅色'],
  theme: ['Switch to the {0} theme', '切换到{0}主题'], inspector: ['Inspector', '检查器'], openInspector: ['Open the inspector', '打开检查器'], close: ['Close', '关闭'], cancel: ['Cancel', '取消'], ok: ['OK', '确定'],
  gone: ['The simulator does not answer. This page comes back by itself.', '模拟器没有响应，本页会自动重新连接。'], refused: ['The simulator refused (HTTP {0}).', '模拟器拒绝了请求（HTTP {0}）。'],
  reconnecting: ['Reconnecting …', '正在重新连接…'],
  // troubles of the callback
  noCallback: ['No callback is set', '尚未设置回调地址'], noCallbackDo: ['Nothing is pushed until the account has one: set it under "Faults & time".', '设置之前不会推送任何消息：请在“故障与时间”中填写。'],
  unreachable: ['The callback cannot be reached', '无法访问回调地址'], unreachableDo: ['Start your server there, then press "Check". Another address? Change it under "Faults & time".', '请启动你的服务，再点“检测”。地址变了？在“故障与时间”中修改。'],
  cutOff: ['The network is cut', '网络已断开'], cutOffDo: ['You cut it under "Faults & time"; no packet gets through until you mend it.', '是在“故障与时间”中断开的，恢复之前不会送达任何消息。'],
  silent: ['WeChat keeps silent', '微信暂停推送'], silentDo: ['Too many packets failed. Mend the server and press "Check", or wait until {0}.', '失败过多。修好服务后点“检测”，或等到 {0}。'], check: ['Check', '检测'], settings: ['Settings', '设置'],
  // the phone
  chat: ['Chat with {0}', '与 {0} 的聊天'], back: ['Back to the page of the account', '返回公众号主页'], profile: ['About this account', '公众号资料'], typing: ['typing …', '对方正在输入…'], yesterday: ['Yesterday', '昨天'],
  follow: ['Follow', '关注公众号'], enter: ['Open the chat', '进入公众号'], unfollow: ['Unfollow', '不再关注'], followByCode: ['Follow by a QR code', '扫码关注'], service: ['Service account', '服务号'], subscription: ['Subscription account', '订阅号'], test: ['Test account', '测试号'], unverified: ['Unverified account', '未认证账号'],
  original: ['Original ID', '原始 ID'], openid: ['OpenID', 'OpenID'], intro: ['An account of the simulator. Follow it to talk to your server.', '模拟器中的公众号。关注后即可与你的服务对话。'], followedBy: ['Followers: {0}', '{0} 位关注者'],
  message: ['Message', '发消息'], send: ['Send', '发送'], emoji: ['Emoji', '表情'], more: ['More', '更多'], toMenu: ['Show the menu', '显示菜单'], toKeyboard: ['Show the keyboard', '切换到键盘'], speak: ['Speak', '语音'],
  picture: ['Picture', '图片'], sample: ['Sample picture', '示例图片'], file: ['From a file', '选择文件'], voice: ['Voice', '语音'], video: ['Video', '视频'], location: ['Location', '位置'], link: ['Link', '链接'], scan: ['Scan', '扫一扫'], report: ['Report location', '上报位置'],
  recognition: ['What speech recognition hears (optional)', '语音识别结果（可不填）'], latitude: ['Latitude', '纬度'], longitude: ['Longitude', '经度'], place: ['Name of the place', '位置名称'], pageTitle: ['Title', '标题'], pageText: ['Description', '描述'], pageUrl: ['Address', '网址'],
  ticket: ['Ticket, or the text of a code', 'ticket 或二维码内容'], codePicture: ['Choose, drop or paste a picture of a code', '选择、拖入或粘贴二维码图片'], readingCode: ['Reading …', '正在识别…'], noCode: ['No code can be read in this picture.', '图片中没有可识别的二维码。'], shortVideo: ['A short video, taken in the chat', '聊天中拍摄的小视频'], videoSample: ['Sample clip', '示例视频'],
  scanIt: ['Scan', '扫描'], codesOf: ['QR codes of {0}', '{0} 的二维码'], noCodes: ['None yet. The account makes them with /cgi-bin/qrcode/create; a permanent one can be made here.', '还没有。账号可用 /cgi-bin/qrcode/create 创建；也可在此创建永久二维码。'], newCode: ['New code with a scene', '新建带场景值的二维码'], makeAndScan: ['Make and scan', '创建并扫描'], permanent: ['permanent', '永久'],
  receive: ['Receive messages', '接收消息'], receiveWhy: ['Off: the account may send nothing by itself (48002, failed:user block).', '关闭后，账号不能主动发消息（48002，failed:user block）。'],
  scanned: ['What the camera reads', '扫码内容'], pictures: ['How many pictures', '图片数量'], opens: ['Opens a page', '打开网页'], open: ['Open', '打开'], notOpened: ['This is no address that a phone opens.', '手机不会打开这样的地址。'], tooLarge: ['The file is larger than 10 MB; the client sends no such file.', '文件超过 10 MB，客户端不会发送。'],
  details: ['Details', '查看详情'], miniProgram: ['Mini Program', '小程序'], coupon: ['Coupon', '优惠券'], song: ['Music', '音乐'], expired: ['gone or expired', '已失效'], unplayable: ['This browser cannot play the file.', '此浏览器无法播放该文件。'], packet: ['Show its packet in the inspector', '在检查器中查看报文'], noWords: ['No recognition', '无识别结果'],
  menuBar: ['Menu of the account', '公众号菜单'],
  // the inspector
  packets: ['Packets', '报文'], ledger: ['Ledger', '额度'], calls: ['API calls', 'API 调用'], world: ['Faults & time', '故障与时间'], rules: ['Rules', '规则'],
  onlyPerson: ['Only {0}', '仅 {0}'], everybody: ['Everybody', '所有人'], noPackets: ['No packets yet. Say something on the phone.', '还没有报文。在手机上说点什么吧。'], noCalls: ['The account has called no API yet.', '该账号还没有调用 API。'],
  pending: ['under way', '进行中'], replied: ['replied', '已回复'], acknowledged: ['acknowledged', '已确认'], failed: ['failed', '失败'], not_sent: ['not sent', '未发送'],
  plain: ['Packet', '报文'], wire: ['On the wire', '线上密文'], query: ['Query string', '查询串'], answer: ['Answer', '应答'], answerWire: ['Answer on the wire', '应答密文'], decrypted: ['Decrypted', '解密后'], deliveries: ['Deliveries', '投递'], noAnswer: ['No answer', '无应答'], emptyAnswer: ['(empty)', '（空）'], delivery: ['Delivery {0}', '第 {0} 次投递'], copy: ['Copy', '复制'], copied: ['Copied', '已复制'],
  left: ['may still be sent', '条可发送'], until: ['until {0}', '至 {0}'], closedWhy: ['No window is open: a customer-service message would be refused with 45015. The follower has to act first.', '没有打开的窗口：客服消息会被拒绝（45015），需要用户先有动作。'], usedUp: ['All used up: the next one is refused with 45047.', '已用完：再发会被拒绝（45047）。'],
  user_message: ['sent a message', '发送消息'], menu_click: ['tapped the menu', '点击菜单'], follow_scene: ['followed', '关注'], scan_scene: ['scanned a code', '扫码'], ledgerWhy: ['What the account may send {0} through the customer-service API. Each action of the follower opens its own window; a message spends the one that closes first.', '该账号现在可以通过客服接口发给 {0} 的消息。用户的每种动作各开一个窗口，发送时先用最早关闭的。'],
  strays: ['Calls of no known account', '不属于任何账号的调用'], request: ['Request', '请求'], success: ['ok', '成功'],
  clock: ['Clock', '时钟'], ahead: ['{0} ahead of this machine', '比本机快 {0}'], inStep: ['in step with this machine', '与本机一致'], minute: ['+1 min', '+1 分钟'], hour: ['+1 h', '+1 小时'], hours47: ['+47 h', '+47 小时'], days3: ['+3 d', '+3 天'],
  weather: ['Network to the callback', '到回调的网络'], fair: ['All is well', '一切正常'], cut: ['Cut', '断开'], copies: ['Deliveries of each packet at once', '每条报文同时投递次数'], delay: ['Delay before each packet (ms)', '投递前延迟（毫秒）'], reorder: ['In pairs, the later one first', '成对乱序'], 
  faults: ['Faults of the API', 'API 故障'], noFaults: ['The API works.', 'API 正常。'], path: ['Path', '路径'], kind: ['Fault', '故障'], errcode: ['errcode', '错误码'], latency: ['Latency', '延迟'], hang: ['Hang', '挂起'], reset: ['Reset', '重置连接'], garbage: ['Garbage', '乱码'], latencyMs: ['ms', '毫秒'], times: ['times', '次数'], add: ['Add', '添加'], end: ['End', '结束'], endAll: ['End all', '全部结束'], hits: ['{0} met', '命中 {0} 次'],
  token: ['access_token', 'access_token'], revoke: ['Somebody else takes a token', '他人换取新 token'], revokeWhy: ['The token in use dies, as when a second program uses the same secret.', '正在使用的 token 失效，如同另一程序用同一密钥换取。'], revoked: ['Dead now: {0}', '已失效：{0}'], noToken: ['No token was alive.', '没有有效的 token。'],
  callback: ['Callback', '回调'], url: ['Address', 'URL'], callbackToken: ['Token', 'Token'], security: ['Security', '加解密方式'], plaintext: ['plaintext', '明文'], compatible: ['compatible', '兼容'], safe: ['safe', '安全'], aesKey: ['EncodingAESKey', 'EncodingAESKey'], keep: ['unchanged', '不变'], save: ['Verify and save', '验证并保存'], verifyOnly: ['Only verify', '仅验证'],
  coverage: ['Coverage', '覆盖'], coverageSum: ['{0} of the {1} endpoints of the WeChat API are modelled', '已模拟微信 {1} 个接口中的 {0} 个'], show: ['Show', '展开'],
  rulesFine: ['The rules are fine.', '规则没有问题。'], rulesNone: ['No rule file is watched: the rules live in your own server. `wechatactors dev` shows its findings here.', '没有监视规则文件：规则在你自己的服务里。使用 `wechatactors dev` 时，检查结果显示在这里。'], rulesBad: ['Findings: {0}. The last good rules are in force.', '{0} 处问题；仍在使用上一版规则。'],
};
