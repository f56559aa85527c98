"""Every errcode that mockwx answers with, each number once."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from mockwx.core.errcodes import common, component, credential, login, oauth, pages, plugin, qrcodes, session, wecom
from mockwx.core.errcodes.common import (
    ACCESS_TOKEN_EXPIRED,
    API_FORBIDDEN,
    API_UNAUTHORIZED,
    API_UNAUTHORIZED_TO_COMPONENT,
    COMPONENT_NOT_AUTHORIZED,
    CONTENT_TOO_LARGE,
    DAILY_QUOTA,
    DATA_FORMAT,
    EMPTY_POST_DATA,
    INVALID_ACCESS_TOKEN,
    INVALID_ARGS,
    INVALID_CREDENTIAL,
    INVALID_URL,
    MINUTE_QUOTA,
    MISSING_ACCESS_TOKEN,
    REQUIRE_GET,
    REQUIRE_HTTPS,
    REQUIRE_POST,
    SYSTEM_ERROR,
    USER_LIMITED,
    USER_UNAUTHORIZED,
)
from mockwx.core.errcodes.component import (
    AUTHORIZER_REFRESH_TOKEN_INVALID,
    COMPONENT_TOKEN_EXPIRED,
    INVALID_COMPONENT,
    MISSING_COMPONENT_APPID,
    MISSING_COMPONENT_TOKEN,
    NEEDS_COMPONENT_TOKEN,
    PLATFORM_CODE_EXPIRED,
    PLATFORM_CODE_INVALID,
    TICKET_EXPIRED,
    TICKET_INVALID,
)
from mockwx.core.errcodes.credential import (
    ACCOUNT_FROZEN,
    CGI_PATH_NO_PERMISSION,
    CGI_PATH_NOT_FOUND,
    CLEAR_QUOTA_LIMIT,
    CLIENT_IP_NOT_REGISTERED,
    IP_CONFIRM_PENDING,
    IP_CONFIRM_WAITING,
    IP_REFUSED_1H,
    IP_REFUSED_24H,
    MUST_USE_COMPONENT_TOKEN,
    RID_EXPIRED,
    RID_FORMAT,
    RID_NOT_FOUND,
    RID_NOT_OWNER,
    TOKEN_FORBIDDEN,
)
from mockwx.core.errcodes.errcode import Errcode, Evidence
from mockwx.core.errcodes.login import (
    CODE_BLOCKED,
    CODE_USED,
    INVALID_APPID,
    INVALID_CODE,
    INVALID_GRANT_TYPE,
    INVALID_IP,
    INVALID_OPENID,
    INVALID_SECRET,
    MISSING_APPID,
    MISSING_CODE,
    MISSING_SECRET,
    SECRET_FROZEN,
)
from mockwx.core.errcodes.oauth import (
    CODE_EXPIRED,
    CODE_IS_JSCODE,
    INVALID_REFRESH_TOKEN,
    MISSING_OPENID,
    MISSING_REFRESH_TOKEN,
    REFRESH_TOKEN_EXPIRED,
    TOKENS_REVOKED,
)
from mockwx.core.errcodes.pages import (
    PAGE_BANNED,
    PAGE_COMPONENT_NOT_AUTHORIZED,
    PAGE_MISSING_APPID,
    PAGE_MISSING_REDIRECT_URI,
    PAGE_MISSING_SCOPE,
    PAGE_MISSING_STATE,
    PAGE_NOT_FOLLOWED,
    PAGE_OPEN_PLATFORM_APPID,
    PAGE_REDIRECT_URI,
    PAGE_SCOPE_DENIED,
    PAGE_TOO_FREQUENT,
)
from mockwx.core.errcodes.plugin import (
    INVALID_BUTTON_SIZE,
    NO_PLUGIN_DATA,
    PLUGIN_APPID_MISMATCH,
    PLUGIN_INVALID_ARGS,
    PLUGIN_INVALID_JSON,
    PLUGIN_SYSTEM_ERROR,
    PLUGIN_TOO_FREQUENT,
)
from mockwx.core.errcodes.qrcodes import QR_DENIED, QR_EXPIRED, QR_SCANNED, QR_SERVER_ERROR, QR_WAITING
from mockwx.core.errcodes.session import (
    INVALID_SIG_METHOD,
    INVALID_SIGNATURE,
    INVALID_TRADE,
    NO_SUCH_DATA,
    NOT_BOUND_TO_OPEN,
    SESSION_KEY_NOT_EXISTED,
)
from mockwx.core.errcodes.wecom import (
    WECOM_AGENT_DISABLED,
    WECOM_API_FORBIDDEN,
    WECOM_BUSY,
    WECOM_INVALID_AGENTID,
    WECOM_INVALID_CODE,
    WECOM_INVALID_CORPID,
    WECOM_INVALID_PARAMETER,
    WECOM_INVALID_SECRET,
    WECOM_INVALID_TOKEN,
    WECOM_MISSING_AGENTID,
    WECOM_MISSING_CODE,
    WECOM_MISSING_CORPID,
    WECOM_MISSING_SECRET,
    WECOM_MISSING_TICKET,
    WECOM_MISSING_TOKEN,
    WECOM_MISSING_URL,
    WECOM_MISSING_USERID,
    WECOM_NO_PRIVILEGE,
    WECOM_NO_SUCH_USER,
    WECOM_NOT_VISIBLE,
    WECOM_QUOTA,
    WECOM_SECRET_INVALID,
    WECOM_STATE,
    WECOM_TICKET_EXPIRED,
    WECOM_TICKET_INVALID,
    WECOM_TICKET_TYPE,
    WECOM_TOKEN_EXPIRED,
    WECOM_UNTRUSTED_DOMAIN,
    WECOM_UNTRUSTED_IP,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = [
    "ACCESS_TOKEN_EXPIRED",
    "ACCOUNT_FROZEN",
    "ALL",
    "API_FORBIDDEN",
    "API_UNAUTHORIZED",
    "API_UNAUTHORIZED_TO_COMPONENT",
    "AUTHORIZER_REFRESH_TOKEN_INVALID",
    "BY_CODE",
    "BY_NAME",
    "CGI_PATH_NOT_FOUND",
    "CGI_PATH_NO_PERMISSION",
    "CLEAR_QUOTA_LIMIT",
    "CLIENT_IP_NOT_REGISTERED",
    "CODE_BLOCKED",
    "CODE_EXPIRED",
    "CODE_IS_JSCODE",
    "CODE_USED",
    "COMPONENT_NOT_AUTHORIZED",
    "COMPONENT_TOKEN_EXPIRED",
    "CONTENT_TOO_LARGE",
    "DAILY_QUOTA",
    "DATA_FORMAT",
    "EMPTY_POST_DATA",
    "INVALID_ACCESS_TOKEN",
    "INVALID_APPID",
    "INVALID_ARGS",
    "INVALID_BUTTON_SIZE",
    "INVALID_CODE",
    "INVALID_COMPONENT",
    "INVALID_CREDENTIAL",
    "INVALID_GRANT_TYPE",
    "INVALID_IP",
    "INVALID_OPENID",
    "INVALID_REFRESH_TOKEN",
    "INVALID_SECRET",
    "INVALID_SIGNATURE",
    "INVALID_SIG_METHOD",
    "INVALID_TRADE",
    "INVALID_URL",
    "IP_CONFIRM_PENDING",
    "IP_CONFIRM_WAITING",
    "IP_REFUSED_1H",
    "IP_REFUSED_24H",
    "MINUTE_QUOTA",
    "MISSING_ACCESS_TOKEN",
    "MISSING_APPID",
    "MISSING_CODE",
    "MISSING_COMPONENT_APPID",
    "MISSING_COMPONENT_TOKEN",
    "MISSING_OPENID",
    "MISSING_REFRESH_TOKEN",
    "MISSING_SECRET",
    "MUST_USE_COMPONENT_TOKEN",
    "NEEDS_COMPONENT_TOKEN",
    "NOT_BOUND_TO_OPEN",
    "NO_PLUGIN_DATA",
    "NO_SUCH_DATA",
    "PAGE_BANNED",
    "PAGE_COMPONENT_NOT_AUTHORIZED",
    "PAGE_MISSING_APPID",
    "PAGE_MISSING_REDIRECT_URI",
    "PAGE_MISSING_SCOPE",
    "PAGE_MISSING_STATE",
    "PAGE_NOT_FOLLOWED",
    "PAGE_OPEN_PLATFORM_APPID",
    "PAGE_REDIRECT_URI",
    "PAGE_SCOPE_DENIED",
    "PAGE_TOO_FREQUENT",
    "PLATFORM_CODE_EXPIRED",
    "PLATFORM_CODE_INVALID",
    "PLUGIN_APPID_MISMATCH",
    "PLUGIN_INVALID_ARGS",
    "PLUGIN_INVALID_JSON",
    "PLUGIN_SYSTEM_ERROR",
    "PLUGIN_TOO_FREQUENT",
    "QR_DENIED",
    "QR_EXPIRED",
    "QR_SCANNED",
    "QR_SERVER_ERROR",
    "QR_WAITING",
    "REFRESH_TOKEN_EXPIRED",
    "REQUIRE_GET",
    "REQUIRE_HTTPS",
    "REQUIRE_POST",
    "RID_EXPIRED",
    "RID_FORMAT",
    "RID_NOT_FOUND",
    "RID_NOT_OWNER",
    "SECRET_FROZEN",
    "SESSION_KEY_NOT_EXISTED",
    "SYSTEM_ERROR",
    "TICKET_EXPIRED",
    "TICKET_INVALID",
    "TOKENS_REVOKED",
    "TOKEN_FORBIDDEN",
    "USER_LIMITED",
    "USER_UNAUTHORIZED",
    "WECOM",
    "WECOM_AGENT_DISABLED",
    "WECOM_API_FORBIDDEN",
    "WECOM_BUSY",
    "WECOM_INVALID_AGENTID",
    "WECOM_INVALID_CODE",
    "WECOM_INVALID_CORPID",
    "WECOM_INVALID_PARAMETER",
    "WECOM_INVALID_SECRET",
    "WECOM_INVALID_TOKEN",
    "WECOM_MISSING_AGENTID",
    "WECOM_MISSING_CODE",
    "WECOM_MISSING_CORPID",
    "WECOM_MISSING_SECRET",
    "WECOM_MISSING_TICKET",
    "WECOM_MISSING_TOKEN",
    "WECOM_MISSING_URL",
    "WECOM_MISSING_USERID",
    "WECOM_NOT_VISIBLE",
    "WECOM_NO_PRIVILEGE",
    "WECOM_NO_SUCH_USER",
    "WECOM_QUOTA",
    "WECOM_SECRET_INVALID",
    "WECOM_STATE",
    "WECOM_TICKET_EXPIRED",
    "WECOM_TICKET_INVALID",
    "WECOM_TICKET_TYPE",
    "WECOM_TOKEN_EXPIRED",
    "WECOM_UNTRUSTED_DOMAIN",
    "WECOM_UNTRUSTED_IP",
    "Errcode",
    "Evidence",
    "lookup",
    "nearest",
]

_WECHAT = tuple(
    row
    for module in (common, component, credential, login, oauth, pages, plugin, qrcodes, session)
    for row in vars(module).values()
    if isinstance(row, Errcode)
)
WECOM: Mapping[int, Errcode] = MappingProxyType(
    {row.code: row for row in vars(wecom).values() if isinstance(row, Errcode)}
)
"""What numbers mean on WeCom's host, by number: also those that WeChat uses for something else."""

BY_CODE: Mapping[int, Errcode] = MappingProxyType({**WECOM, **{row.code: row for row in _WECHAT}})
BY_NAME: Mapping[str, Errcode] = MappingProxyType({row.name: row for row in (*_WECHAT, *WECOM.values())})
ALL: tuple[Errcode, ...] = tuple(sorted(BY_CODE.values(), key=lambda row: row.code))
"""The whole table, by number; where WeCom shares a number with WeChat, WeChat's row."""


def lookup(code_or_name: int | str) -> Errcode | None:
    """The row of ``40163``, ``"40163"`` or ``"code_used"``; None if there is none."""
    if isinstance(code_or_name, int):
        return BY_CODE.get(code_or_name)
    text = code_or_name.strip().lower()
    try:
        return BY_CODE.get(int(text))
    except ValueError:
        return BY_NAME.get(text)


def nearest(text: str) -> str | None:
    """The name or number that looks most like ``text``, for an error message; None if nothing does."""
    from difflib import get_close_matches

    known = [*BY_NAME, *map(str, BY_CODE)]
    return next(iter(get_close_matches(text.strip().lower(), known, n=1)), None)
