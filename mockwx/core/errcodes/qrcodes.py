"""Errcodes of a QR code's long poll (``wx_errcode``): read by the page that shows it, never by a backend."""

from __future__ import annotations

from mockwx.core.errcodes.errcode import Errcode, Evidence

_PAGE = "the script of WeChat's own page, public GitHub file no. 17150200248"


def _poll(code: int, name: str, zh: str, en: str, advice_zh: str, advice_en: str) -> Errcode:
    return Errcode(code, name, "", zh, en, advice_zh, advice_en, Evidence.OBSERVED, _PAGE)


EXPIRED = _poll(
    402,
    "qr_expired",
    "二维码已过期",
    "the QR code has expired",
    "页面会自己刷新并显示新的二维码；自行轮询的程序应重新获取 uuid。",
    "The page reloads itself and shows a new one; a program that polls by itself must fetch a new uuid.",
)
DENIED = _poll(
    403,
    "qr_denied",
    "用户在手机上取消了登录",
    "the user cancelled on the phone",
    "网站不会收到任何通知；用户可以再次扫描同一个二维码。",
    "The website hears nothing of it; the user may scan the same QR code again.",
)
SCANNED = _poll(
    404,
    "qr_scanned",
    "已扫描，等待用户在手机上确认",
    "scanned; the user has not confirmed yet",
    "带 last=404 继续轮询。",
    "Poll on with last=404.",
)
WAITING = _poll(
    408,
    "qr_waiting",
    "暂无变化，等待扫描或确认",
    "nothing new yet",
    "这不是过期，继续轮询即可。",
    "This is no expiry: poll on.",
)
SERVER_ERROR = _poll(
    500,
    "qr_server_error",
    "轮询服务出错",
    "the server of the poll failed",
    "页面会自己刷新并显示新的二维码。",
    "The page reloads itself and shows a new QR code.",
)
