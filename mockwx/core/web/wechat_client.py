"""The WeChat client on a pretend phone: how its requests tell whose phone it is, and what that person decides.

A page of WeChat knows its visitor by the client. Here the link carries it: a form on the page, a phone's verb, or a
test that drives a browser adds these parameters. No parameter of WeChat's begins so.
"""

from __future__ import annotations

USER = "mockwx_user"
DECISION = "mockwx_decision"
"""``allow`` or ``deny``; absent: the page asks."""
APP = "mockwx_app"
"""Which app an administrator authorises a third-party platform for."""
SNAPSHOT = "mockwx_snapshot"
"""``1``: the page is opened as a snapshot (快照页), so the app meets a virtual user."""
USER_AGENT = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148 "
    "MicroMessenger/8.0.50(0x18003233) NetType/WIFI Language/zh_CN mockwx"
)


def is_wechat_browser(user_agent: str) -> bool:
    return "micromessenger" in user_agent.lower()
