"""WeChat's hosts, and whose endpoints each of them answers with."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

API_HOST = "api.weixin.qq.com"
WECOM_HOST = "qyapi.weixin.qq.com"
OPEN_HOST = "open.weixin.qq.com"
MP_HOST = "mp.weixin.qq.com"
LONG_HOST = "long.open.weixin.qq.com"
RES_HOST = "res.wx.qq.com"
WECOM_OPEN_HOST = "open.work.weixin.qq.com"
WECOM_LOGIN_HOST = "login.work.weixin.qq.com"

HOSTS: Mapping[str, str] = MappingProxyType(
    {
        API_HOST: API_HOST,
        "api2.weixin.qq.com": API_HOST,
        "sh.api.weixin.qq.com": API_HOST,
        "sz.api.weixin.qq.com": API_HOST,
        "hk.api.weixin.qq.com": API_HOST,
        WECOM_HOST: WECOM_HOST,
        OPEN_HOST: OPEN_HOST,
        LONG_HOST: OPEN_HOST,
        "lp.open.weixin.qq.com": OPEN_HOST,
        MP_HOST: MP_HOST,
        RES_HOST: RES_HOST,
        WECOM_OPEN_HOST: WECOM_OPEN_HOST,
        WECOM_LOGIN_HOST: WECOM_LOGIN_HOST,
    }
)
"""Every host that is WeChat's, and the one whose endpoints it answers with."""
HOST_ORDER = tuple(dict.fromkeys(HOSTS.values()))
"""Whose path it is where a request names no host."""
