"""Errcodes of getpluginopenpid, which turns a wx.pluginLogin code into an openpid."""

from __future__ import annotations

from mockwx.core.errcodes.errcode import Errcode, Evidence

SYSTEM_ERROR = Errcode(
    code=1000,
    name="plugin_system_error",
    errmsg="",
    zh="换取 openpid 时微信系统出错",
    en="WeChat failed while looking up the openpid",
    advice_zh="退避后重试一次；code 只能用一次，再失败就让插件重新 wx.pluginLogin。",
    advice_en=(
        "Retry once after a pause; the code works only once, so after a second failure have the plugin call "
        "wx.pluginLogin again."
    ),
    evidence=Evidence.DOCUMENTED,
    source=(
        "https://developers.weixin.qq.com/miniprogram/dev/server/API/user-info/basic-info/api_getpluginopenpid.html"
    ),
)

INVALID_ARGS = Errcode(
    code=1001,
    name="plugin_invalid_args",
    errmsg="",
    zh="请求参数非法",
    en="invalid request parameters",
    advice_zh="不要重试：JSON 请求体里应有字符串字段 code，access_token 在查询串里。",
    advice_en=("Do not retry: the JSON body needs a string field code, and access_token belongs into the query."),
    evidence=Evidence.DOCUMENTED,
    source=(
        "https://developers.weixin.qq.com/miniprogram/dev/server/API/user-info/basic-info/api_getpluginopenpid.html"
    ),
)

TOO_FREQUENT = Errcode(
    code=1003,
    name="plugin_too_frequent",
    errmsg="",
    zh="请求过快（全局表把 1003 写作“POST 参数非法”）",
    en="called too fast (the global table says 'illegal POST parameter' for 1003)",
    advice_zh="退避后再试，入口按用户限流；openpid 换到后存进自己的登录态，不必每次启动都换。",
    advice_en=(
        "Back off and rate-limit the route per user; keep the openpid in your own session instead of "
        "exchanging a code on every start."
    ),
    evidence=Evidence.DOCUMENTED,
    source=(
        "https://developers.weixin.qq.com/miniprogram/dev/server/API/user-info/basic-info/api_getpluginopenpid.html"
    ),
)

APPID_MISMATCH = Errcode(
    code=1005,
    name="plugin_appid_mismatch",
    errmsg="",
    zh="插件 appid 与 code 的数据对不上",
    en="the plugin's appid does not fit the code's data",
    advice_zh=("不要重试：核对取 access_token 用的 appid，它应是签发 code 的那个插件，而不是宿主小程序或另一个插件。"),
    advice_en=(
        "Do not retry: check that the access_token is that of the plugin whose wx.pluginLogin gave the "
        "code, not the host mini program's or another plugin's."
    ),
    evidence=Evidence.DOCUMENTED,
    source=(
        "https://developers.weixin.qq.com/miniprogram/dev/server/API/user-info/basic-info/api_getpluginopenpid.html"
    ),
)

# Published answers of getpluginopenpid carry no text here, only the rid; "get no data" is another api's.
NO_PLUGIN_DATA = Errcode(
    code=1007,
    name="no_plugin_data",
    errmsg="",
    zh="没有对应的 openpid：code 未知、已过期，或不是 wx.pluginLogin 给的",
    en="no openpid: the code is unknown, expired or not from wx.pluginLogin",
    advice_zh=(
        "最常见的原因是传了 wx.login 的 code，那种要用 code2session 换。否则让插件重新 wx.pluginLogin。"
        "errmsg 没有正文，只能按 errcode 判断。"
    ),
    advice_en=(
        "Most often a wx.login code was sent: that kind goes to code2session. Otherwise have the plugin "
        "call wx.pluginLogin again. The errmsg is empty, so branch on errcode."
    ),
    evidence=Evidence.OBSERVED,
    source="https://developers.weixin.qq.com/community/personal/oCJUswzbwT6VBKrbGQ6vv9m2rWAI/question",
)

INVALID_JSON = Errcode(
    code=1022,
    name="plugin_invalid_json",
    errmsg="",
    zh="请求体 JSON 解析失败",
    en="the JSON body could not be parsed",
    advice_zh="请求体用 UTF-8 的 JSON 序列化，不要发表单，也不要把 code 放进查询串。",
    advice_en="Serialise the body as UTF-8 JSON; send neither a form nor the code in the query.",
    evidence=Evidence.DOCUMENTED,
    source=(
        "https://developers.weixin.qq.com/miniprogram/dev/server/API/user-info/basic-info/api_getpluginopenpid.html"
    ),
)

INVALID_BUTTON_SIZE = Errcode(
    code=40016,
    name="invalid_button_size",
    errmsg="invalid button size",
    zh="自定义菜单的按钮个数不对；getpluginopenpid 的页面也列了它，与登录无关",
    en=("wrong number of menu buttons; listed on getpluginopenpid's page although it has nothing to do with login"),
    advice_zh="登录流程里不该见到它。真出现时先查路径和请求体是否发错了接口，再带上 rid 反馈给微信。",
    advice_en=(
        "A login should never meet it. If one does, check that path and body were meant for this api, then "
        "report the rid to WeChat."
    ),
    evidence=Evidence.DOCUMENTED,
    source=(
        "https://developers.weixin.qq.com/miniprogram/dev/server/API/user-info/basic-info/api_getpluginopenpid.html"
    ),
)
