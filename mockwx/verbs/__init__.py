"""Verbs: what a person does with the phone, what WeChat does by itself, and what time does.

A verb is called the same in a scenario's steps, ``phone.login``, and over HTTP, ``POST /_mockwx/phone/login``. In
Python a method of MockWx or of Phone does it, ``mockwx.user("alice").login()``: see ``mockwx/mock``.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from mockwx.verbs.authorize import AUTHORIZE, SEND_AUTH
from mockwx.verbs.clock import CLOCK
from mockwx.verbs.form import CHOOSE_AVATAR, GET_LATEST_USER_KEY, NICKNAME
from mockwx.verbs.login import CHECK_SESSION, LOGIN, PLUGIN_LOGIN
from mockwx.verbs.phone_number import GET_PHONE_NUMBER
from mockwx.verbs.platform import PLATFORM
from mockwx.verbs.profile import GET_USER_INFO, GET_USER_PROFILE
from mockwx.verbs.push import PUSHES
from mockwx.verbs.qy_login import QY_LOGIN
from mockwx.verbs.scan import SCAN
from mockwx.verbs.verb import Outside, Verb, VerbError
from mockwx.verbs.wechat import WECHAT

__all__ = ["VERBS", "Outside", "Verb", "VerbError"]

VERBS: Mapping[str, Verb] = MappingProxyType(
    {
        verb.name: verb
        for verb in (
            LOGIN,
            CHECK_SESSION,
            GET_USER_INFO,
            GET_USER_PROFILE,
            GET_PHONE_NUMBER,
            CHOOSE_AVATAR,
            NICKNAME,
            GET_LATEST_USER_KEY,
            PLUGIN_LOGIN,
            AUTHORIZE,
            SEND_AUTH,
            QY_LOGIN,
            *SCAN,
            *WECHAT,
            *PUSHES,
            *PLATFORM,
            *CLOCK,
        )
    }
)
