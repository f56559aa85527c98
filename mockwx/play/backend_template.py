"""The backend file to begin with, which ``mockwx run --init`` writes."""

from pathlib import Path

TEMPLATE = """\
# yaml-language-server: $schema={schema}
# How mockwx talks to your login backend. Adapt it, then: mockwx run happy --backend THIS-FILE
# mockwx 如何与你的登录后端对话。修改后运行：mockwx run happy --backend 本文件
#
# Your backend must ask mockwx instead of WeChat: put http://127.0.0.1:8780 where https://api.weixin.qq.com stands.
# 后端要把 https://api.weixin.qq.com 换成 http://127.0.0.1:8780，才会向 mockwx 而不是微信请求。
#
# $name stands for a value: an argument of the step, or what an earlier answer saved. $$ is a dollar.
# $name 代表一个值：步骤的参数，或之前应答保存的值。$$ 表示美元符号。
mockwx: 1
backend:
  # Where it listens, and how long to wait for an answer.
  # 后端地址，以及等待应答的最长时间。
  url: http://127.0.0.1:8000
  timeout: 10s

  # For a backend with a limit of its own: time between requests, and an address for each user.
  # 后端自带限流时：请求间隔，以及每个用户各自的地址。
  # pace: 200ms
  # address: X-Forwarded-For

  # Sent with every request.
  # 每个请求都带的请求头。
  headers: {}

  # What the ready scenarios ask for. Scenarios that need what is not here are skipped, with the reason: take the "# "
  # away before what your backend has too. A body is json or form; query and headers can be added. Cookies are kept for
  # each user by themselves.
  # 内置场景会用到的动作。这里没有的动作，用到它的场景会被跳过并说明原因；后端还有哪些，就去掉它们前面的“# ”。
  # 请求体写 json 或 form，还可以加 query 和 headers。每个用户的 cookie 会自动保存。
  actions:
    # code -> session; save keeps values of the answer for this user: $.token, $header.X-Token, $cookie.sid, $jwt.sub,
    # or of another action's answer: {from: me, at: $.id}. What the phone must do first stands in before:
    #   before: [{phone.getUserInfo: {as: info}}], and then json: {code: $code, userInfo: $info.userInfo}
    # 用 code 换会话；save 为该用户保存应答里的值：$.token、$header.X-Token、$cookie.sid、$jwt.sub，
    # 或另一动作的应答：{from: me, at: $.id}。手机要先做的事写在 before 里（如上）。
    login:
      request: POST /login
      json: {code: $code}
      save: {session: $.token, uid: $.user.id}
    # Who am I.
    # 我是谁。
    me:
      request: GET /me
      headers: {Authorization: Bearer $session}
    # The code of the getPhoneNumber button.
    # getPhoneNumber 按钮得到的动态 code。
    # phone:
    #   request: POST /phone
    #   json: {code: $code}
    #   headers: {Authorization: Bearer $session}
    # Sealed data of the getPhoneNumber button, as it was before there were codes.
    # getPhoneNumber 按钮的加密数据（旧方式）。
    # phone_sealed:
    #   request: POST /decrypt
    #   json: {encryptedData: $encryptedData, iv: $iv}
    #   headers: {Authorization: Bearer $session}
    # Sealed data of wx.getUserInfo: $encryptedData, $iv, $rawData, $signature.
    # wx.getUserInfo 的加密数据：$encryptedData、$iv、$rawData、$signature。
    # profile:
    #   request: POST /profile
    #   json: {encryptedData: $encryptedData, iv: $iv, rawData: $rawData, signature: $signature}
    #   headers: {Authorization: Bearer $session}

  # What an answer means. Without a word about it: ok is 2xx, refused (log in again) is 4xx, unavailable (try later) is
  # 429, 502, 503, 504, crashed is any other 5xx and no answer. If your backend always answers HTTP 200 with a code of
  # its own, say so here; an outcome that is named here is known by nothing else.
  # A value may be a list, a range 1000..1999, present, absent, {contains: text} or {matches: regular expression}.
  # 应答的含义。不写时：ok 为 2xx，refused（需重新登录）为 4xx，unavailable（稍后再试）为 429、502、503、504，
  # crashed 为其他 5xx 或没有应答。若后端总是返回 HTTP 200 加自己的业务码，请在这里说明；写了的结果只按这里判断。
  # 值可以写列表、范围 1000..1999、present、absent、{contains: 文本}、{matches: 正则表达式}。
  outcomes: {}
  # outcomes:
  #   ok: {status: 200, json: {$.code: 0}}
  #   refused: {status: 200, json: {$.code: 1001}}
  #   unavailable: [{status: 200, json: {$.code: [1002, 1003]}}, {status: 503}]
  #   anything else: [refused, unavailable]

# The appid and secret that your backend is configured with; by default those of mockwx's app "shop".
# 后端配置的 appid 和 secret；默认是 mockwx 的应用 shop。
apps:
  shop: {appid: wx00000000mockshop, secret: mockwx-secret-shop}
"""


def backend_template(schema: Path) -> str:
    """With a line that leads an editor to the JSON Schema."""
    return TEMPLATE.replace("{schema}", str(schema), 1)
