"""What verbs do and what their arguments mean, in Chinese, for the hover texts of editors and for errors."""

from __future__ import annotations

from mockwx.core.text.bilingual import Text

CHINESE = {
    # phone.login and the session.
    "what wx.login gives the mini program: a fresh code, good for five minutes and one exchange": (
        "wx.login 给小程序的 code：全新，五分钟内有效，只能兑换一次"
    ),
    "whose phone; a user that nobody declared is made": "谁的手机；没有声明过的用户会自动创建",
    "the app, by name or appid; the first mini program by default": "应用，写名称或 appid；默认第一个小程序",
    "so many codes at once, answered as codes": "一次取这么多个 code，在 codes 里返回",
    "with count: spread over the users u0, u1, … of so many; without a user, as many as codes": (
        "与 count 连用：分给 u0、u1……这么多个用户；不写 user 时与 code 一样多"
    ),
    "a session_key that holds + or / or both, or neither of them; a new one where the current one does not": (
        "session_key 含 + 或 / 或两者，或都不含；当前的不符合时换新的"
    ),
    "why it fails: timeout, or as in developer tools": "失败的原因：超时，或开发者工具里的那种",
    "wx.checkSession: fails once the session_key of the last code is stale": (
        "wx.checkSession：最近一个 code 的 session_key 失效后就会失败"
    ),
    "wx.getUserCryptoManager().getLatestUserKey": "wx.getUserCryptoManager().getLatestUserKey：取最新的用户加密 key",
    "wx.pluginLogin: a code for getpluginopenpid": "wx.pluginLogin：供 getpluginopenpid 使用的 code",
    # Profiles, phone numbers, forms.
    "wx.getUserInfo, by the rules of the world's date": "wx.getUserInfo，按这个 world 日期当时的规则",
    "the language of places": "地名的语言",
    "with signature and encryptedData, where there was a login; true by default": (
        "登录过的话带上 signature 和 encryptedData；默认 true"
    ),
    "the user refuses, or why else it fails": "用户拒绝，或失败的其他原因",
    "what is sealed wrongly on purpose: appid, key, timestamp, flip, add, drop": (
        "故意加密错的地方：appid、key、timestamp、flip、add、drop"
    ),
    "wx.getUserProfile, by the rules of the world's date and the phone's base library": (
        "wx.getUserProfile，按这个 world 的日期和手机基础库当时的规则"
    ),
    "what for, 1 to 30 characters": "用途说明，1 到 30 个字符",
    "a tap on the getPhoneNumber button: a dynamic code; after a wx.login also encryptedData and iv": (
        "点击 getPhoneNumber 按钮：得到动态 code；wx.login 之后还有 encryptedData 和 iv"
    ),
    "a tap on the getRealtimePhoneNumber button: a dynamic code for the same getuserphonenumber, and nothing sealed": (
        "点击 getRealtimePhoneNumber 按钮：得到用于 getuserphonenumber 的动态 code，没有加密数据"
    ),
    "the chooseAvatar button: a temporary path on the phone; mockwx serves its picture under 'picture'": (
        "chooseAvatar 按钮：手机上的临时路径；图片由 mockwx 在 picture 里提供"
    ),
    "the user cancels, or why else it fails": "用户取消，或失败的其他原因",
    '<input type="nickname">: what the form\'s submit holds, and what bind:nicknamereview tells': (
        '<input type="nickname">：表单提交的内容，以及 bind:nicknamereview 的结果'
    ),
    "what the user types; their WeChat nickname by default": "用户输入的内容；默认是其微信昵称",
    "whether the review lets it pass; true by default": "审核是否通过；默认 true",
    "whether the review is too late; false by default": "审核是否超时；默认 false",
    # Web logins.
    "opens an authorisation link in WeChat: the code comes back in the callback's URL": (
        "在微信里打开授权链接：code 随回调 URL 返回"
    ),
    "the link, WeChat's own or the same below mockwx's address": "链接，微信自己的，或 mockwx 地址下的同一个",
    "what the person does where asked; allow by default": "询问时这个人怎么做；默认 allow（同意）",
    "whether the phone opens the callback: none (default), once, or twice as WeChat sometimes does": (
        "手机是否打开回调：none（默认，不打开）、once（一次）、twice（两次，微信有时如此）"
    ),
    "SendAuth.Req of the Open SDK in a mobile app: answers as SendAuth.Resp, with a code for oauth2_access_token, "
    "or why there is none": "移动应用里 Open SDK 的 SendAuth.Req：以 SendAuth.Resp 回答，带 code，或说明为什么没有",
    "the mobile app, by name or appid; the first one by default": "移动应用，写名称或 appid；默认第一个",
    "snsapi_userinfo by default": "默认 snsapi_userinfo",
    "comes back as it is": "原样返回",
    "in a snapshot page (快照页), as a virtual user; false by default": "在快照页里，以虚拟账号；默认 false",
    "the user refuses, or why else there is no code": "用户拒绝，或没有 code 的其他原因",
    "WeChat's review judges what holds this text so: contents of msg_sec_check, addresses of media_check_async": (
        "微信内容审核从此这样判定含有这段文字的内容：msg_sec_check 的文本、media_check_async 的地址"
    ),
    "what stands in the content, or in the picture's address": "内容里，或图片地址里的文字",
    "what WeChat suggests; risky by default": "微信的建议；默认 risky",
    "why: 10001 advertising, 20002 pornography, … 21000 by default": (
        "原因：10001 广告、20002 色情……默认 21000（其他）"
    ),
    "wx.cloud.callContainer: asks a service that WeChat hosts (云托管), which learns from X-WX-OPENID who asks": (
        "wx.cloud.callContainer：调用云托管服务，服务从 X-WX-OPENID 得知是谁"
    ),
    "the path, or the whole URL, of the backend under test": "被测后端的路径或完整 URL",
    "GET by default": "默认 GET（请求方法）",
    "more headers; X-WX-… are the gateway's own": "更多请求头；X-WX-… 由网关设置",
    "the body, as JSON or a text; of a GET the query": "请求体，JSON 或文本；GET 时作为查询参数",
    "the app that calls, by name or appid; the first mini program or account by default": (
        "发起调用的应用，写名称或 appid；默认第一个小程序或公众号"
    ),
    "the app whose environment it is, where another one calls: X-WX-FROM-OPENID": (
        "环境所属的应用（资源共享时由另一个应用调用）：X-WX-FROM-OPENID"
    ),
    "X-WX-ENV; prod-mockwx by default": "X-WX-ENV（环境 ID）；默认 prod-mockwx",
    "X-WX-SOURCE; wx_client by default": "X-WX-SOURCE（调用来源）；默认 wx_client",
    "somebody else asks at the public address, and says to be the user: no X-WX-SOURCE": (
        "别人访问公网地址并冒充该用户：没有 X-WX-SOURCE"
    ),
    "scans a QR code: a website's, whose page waits then, an official account's with a scene, or a mini program's": (
        "扫码：网站的登录二维码（网页随即等待确认）、公众号的带参数二维码，或小程序码"
    ),
    "what it says, its picture or that one's URL, a ticket or a login link": (
        "二维码的内容、图片或图片的 URL、ticket，或登录链接"
    ),
    "whether who does not follow the account follows it then; true by default": "没有关注的人扫码后是否关注；默认 true",
    "confirms the login whose QR code the phone has scanned: the website's page leads on with a code": (
        "确认手机扫过的那次登录：网站的页面带着 code 继续"
    ),
    "once: the browser with the QR code opens the callback; none by default, as a page that is open does so by "
    "itself": ("once：显示二维码的浏览器打开回调；默认 none，因为打开着的页面会自己跳转"),
    "cancels the login whose QR code the phone has scanned; nobody tells the website": (
        "取消手机扫过的那次登录；没有人通知网站"
    ),
    "wx.qy.login in a mini program inside WeCom: a code for WeCom's own jscode2session; for members only": (
        "企业微信里小程序的 wx.qy.login：供企业微信 jscode2session 使用的 code；只有成员可用"
    ),
    "wx.weixinAppLogin and its like in a multi-platform app (多端应用): a code for donut_code2verifyinfo": (
        "多端应用里的 wx.weixinAppLogin 等：供 donut_code2verifyinfo 使用的 code"
    ),
    "the multi-platform app, by name or appid; the first one by default": "多端应用，写名称或 appid；默认第一个",
    "by which way; weixinApp by default": "登录方式；默认 weixinApp",
    "the corp, or a service provider's suite, by name or appid; the first corp by default": (
        "企业，或服务商的套件，写名称或 appid；默认第一个企业"
    ),
    # Privacy and settings.
    "wx.getPrivacySetting: whether the user must still agree to the privacy guide": (
        "wx.getPrivacySetting：用户是否还须同意隐私保护指引"
    ),
    "wx.requirePrivacyAuthorize: the user is asked to agree to the privacy guide, unless they have": (
        "wx.requirePrivacyAuthorize：请用户同意隐私保护指引，已同意则不再询问"
    ),
    "the user refuses; for ten seconds nobody asks again": "用户拒绝；十秒内不再询问",
    "the page listens with wx.onNeedPrivacyAuthorization: what its own dialog resolves with from now on": (
        "页面用 wx.onNeedPrivacyAuthorization 监听：从现在起它自己的弹窗以什么 resolve"
    ),
    "agree, disagree, silent: it never resolves; off: the page does not listen any more": (
        "agree（同意）、disagree（不同意）、silent（一直不 resolve）、off（页面不再监听）"
    ),
    "wx.authorize: the user is asked for a scope, once; phone.authorize is the authorisation page of the web": (
        "wx.authorize：询问用户一个 scope，只问一次；网页授权页是 phone.authorize"
    ),
    "such as scope.userLocation": "例如 scope.userLocation",
    "the user refuses, if asked": "如果询问，用户拒绝",
    "wx.getSetting: which scopes were asked for, and whether they are allowed": (
        "wx.getSetting：询问过哪些 scope，是否允许"
    ),
    "tells subscriptionsSetting too; false by default": "同时返回 subscriptionsSetting；默认 false",
    "wx.openSetting: the user sees the scopes that were asked for, and may change one": (
        "wx.openSetting：用户看到询问过的 scope，可以修改其中一个"
    ),
    "a scope that the user switches on": "用户打开的 scope",
    "one that the user switches off": "用户关闭的 scope",
    "it was not called in the turn of a tap": "它不是在点击事件里调用的",
    # Followers and pushes.
    "false: it happens, and the push is lost on its way; true by default": "false：事情照常，推送却丢失；默认 true",
    "how often WeChat sends it while the backend fails; 3 by default and at most": (
        "后端失败时微信发送几次；默认 3，最多 3"
    ),
    "of real time for one answer; 5s by default, at most 10s": "等一次应答的真实时间；默认 5s，最多 10s",
    "follows an official account, found by search: subscribe is pushed, without a scene": (
        "通过搜索关注公众号：推送 subscribe，没有场景值"
    ),
    "the official account, by name or appid; the first one that has a callback by default": (
        "公众号，写名称或 appid；默认第一个有回调的"
    ),
    "no longer follows an official account: unsubscribe is pushed, and the account must forget the user": (
        "取消关注公众号：推送 unsubscribe，公众号应删除该用户的数据"
    ),
    "writes to an official account that the user follows, and reads what it answers": (
        "给已关注的公众号发消息，并读取它的回复"
    ),
    "what is written": "写的内容",
    "something happens that WeChat tells the backend about, at the app's callback": "发生了微信会通知后端回调的事件",
    "which event": "哪个事件",
    "whom it is about; a user that nobody declared is made": "关于谁；没有声明过的用户会自动创建",
    "the app, by name or appid; the first one that has a callback by default": "应用，名称或 appid；默认第一个有回调的",
    "what the user withdraws, RevokeInfo; nickname and avatar by default": "用户撤回的内容 RevokeInfo；默认昵称和头像",
    "the appid of the mini program's plugin that it is about": "相关的小程序插件的 appid",
    "for subscribe and SCAN: of the QR code that was scanned; SCAN: the account's youngest by default": (
        "用于 subscribe 和 SCAN：扫到的二维码的场景值；SCAN 默认取公众号最新的一个"
    ),
    "somebody else sends it, wrong in one way; nothing happens inside WeChat, and it is tried once": (
        "由别人发送，有一处是错的；微信内部什么也没发生，只发一次"
    ),
    "WeChat checks the callback's URL, as when it is entered in the console: GET with echostr": (
        "微信校验回调 URL，如同在后台填写时：带 echostr 的 GET"
    ),
    # What happens inside WeChat.
    "WeChat makes a new session_key on its own, as another device or data prefetch causes it to": (
        "微信自行更换 session_key，如同换设备或数据预拉取引起的那样"
    ),
    "another holder of the AppSecret fetches an access_token": "另一个持有 AppSecret 的人获取了 access_token",
    "the app, by name or appid; the first one by default": "应用，写名称或 appid；默认第一个",
    "by which api; token by default, which gives the old one five more minutes": (
        "用哪个接口；默认 token，旧的还能用五分钟"
    ),
    "WeChat kills the app's access tokens at once, as after a reset of the AppSecret": (
        "微信立即作废应用的全部 access_token，如同重置 AppSecret 之后"
    ),
    "WeChat holds the user for a high risk and intercepts the login: 40226": "微信判定用户为高风险并拦截登录：40226",
    "false lets the user in again; true by default": "false 表示重新放行；默认 true",
    "the user changes the WeChat password: access_tokens and refresh_tokens of web logins die, 42007": (
        "用户修改微信密码：网页登录的 access_token 和 refresh_token 失效，42007"
    ),
    "the user pays in the app; for five minutes getpaidunionid knows": "用户在应用里支付；五分钟内 getpaidunionid 可查",
    "of WeChat Pay; drawn by default": "微信支付的；默认随机生成",
    "the merchant": "商户",
    "the merchant's number; drawn by default": "商户订单号；默认随机生成",
    # Third-party platforms and suites.
    "the administrator resets the permanent_code of an app that the provider develops for the corp (代开发)": (
        "管理员重置代开发应用的 permanent_code"
    ),
    "an administrator authorises a third-party platform to act for an app, which the platform is told": (
        "管理员授权第三方平台代应用调用，平台会收到通知"
    ),
    "the app, by name or appid; the first official account or mini program by default": (
        "应用，写名称或 appid；默认第一个公众号或小程序"
    ),
    "the third-party platform, by name or appid; the first one by default": "第三方平台，写名称或 appid；默认第一个",
    "the administrator takes that back: 61003": "管理员取消授权：61003",
    "a corp's administrator installs a suite from the market: create_auth, with the auth_code": (
        "企业管理员从应用市场安装套件：推送 create_auth，带 auth_code"
    ),
    "the suite, by name or suite_id; the first one by default": "套件，写名称或 suite_id；默认第一个",
    "the corp, by name or corpid; the first one that is no provider by default": (
        "企业，写名称或 corpid；默认第一个不是服务商的"
    ),
    "the administrator; get_permanent_code tells who it was": "管理员；get_permanent_code 会说明是谁",
    "State of the push": "推送里的 State",
    "the administrator changes what the suite may see or do: change_auth": "管理员更改套件的权限：change_auth",
    "the administrator removes the suite: cancel_auth; what it was lent is 48004 from now on": (
        "管理员卸载套件：cancel_auth；此后它得到的授权返回 48004"
    ),
    # The clock.
    "so much later; nobody sleeps": "时间往后拨这么多；不必真的等待",
    "such as 5m1s": "例如 5m1s",
    "to an instant": "拨到某个时刻",
    "such as 2026-01-01T08:00:00+08:00": "例如 2026-01-01T08:00:00+08:00",
    "time stands still until it is advanced or let go": "时间静止，直到拨动或放行",
    "time goes on by itself": "时间自己走",
}
"""Every text of a verb and of an argument."""


def verb_text(en: str) -> Text:
    return Text(en, CHINESE.get(en, en))
