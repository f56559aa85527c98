"""Verbs: what a person does with the phone, what WeChat does by itself, and what time does.

To add one: a file here, its place in ``VERBS`` below, its Chinese in ``chinese``, a method of ``mock.Phone`` or
``mock.inside_wechat``.

The words of this room:

- A **verb** is a value: a name, arguments and one function. ``phone.*`` is what a person does and answers as wx.* does;
  ``wechat.*`` is a cause inside WeChat (a key rotates, a token dies, a push goes out); ``clock.*`` is time.
- An **argument** (``Arg``) has a type and is checked before anything happens. What is wrong is a ``VerbError``, which
  names the argument; then nothing has changed.
- The **context** is what a verb works on: the world, its time, the checked arguments. It finds the user and the app
  that are meant, and makes a user that nobody declared.
- The **network** is what it reaches beside the world: WeChat's own answers, for a phone that opens a page, and the
  backend, to which it may send. A rule (``do:``) has none, for the backend waits for WeChat's answer meanwhile.
- A **visit** is a phone that opens a link; a **push** is what WeChat sends to an app's callback.
- **Portions** are a long verb in pieces, for a store that must not be kept from other calls for so long.

A verb has the same name in a scenario's steps (``phone.login``), in a rule's ``do:`` and over HTTP
(``POST /_mockwx/phone/login``). Python has methods for them, spelt as Python spells: ``mockwx.login()``.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from mockwx.verbs.authorize import AUTHORIZE, SEND_AUTH
from mockwx.verbs.avatar_nickname import CHOOSE_AVATAR, NICKNAME
from mockwx.verbs.check_session import CHECK_SESSION
from mockwx.verbs.clock import CLOCK
from mockwx.verbs.container import CALL_CONTAINER
from mockwx.verbs.donut_login import DONUT_LOGIN
from mockwx.verbs.event_push import EVENT_PUSH
from mockwx.verbs.followers import FOLLOWERS
from mockwx.verbs.login import LOGIN
from mockwx.verbs.phone_number import GET_PHONE_NUMBER, GET_REALTIME_PHONE_NUMBER
from mockwx.verbs.platform import PLATFORM
from mockwx.verbs.plugin_login import PLUGIN_LOGIN
from mockwx.verbs.privacy import PRIVACY
from mockwx.verbs.profile import GET_USER_INFO, GET_USER_PROFILE
from mockwx.verbs.push import VERIFY_URL
from mockwx.verbs.qy_login import QY_LOGIN
from mockwx.verbs.scan import SCAN
from mockwx.verbs.settings import SETTINGS
from mockwx.verbs.suite import SUITE
from mockwx.verbs.user_encrypt_key import GET_LATEST_USER_KEY
from mockwx.verbs.verb import Network, Verb, VerbError
from mockwx.verbs.wechat import WECHAT

__all__ = ["VERBS", "Network", "Verb", "VerbError"]

VERBS: Mapping[str, Verb] = MappingProxyType(
    {
        verb.name: verb
        for verb in (
            LOGIN,
            CHECK_SESSION,
            GET_USER_INFO,
            GET_USER_PROFILE,
            GET_PHONE_NUMBER,
            GET_REALTIME_PHONE_NUMBER,
            CHOOSE_AVATAR,
            NICKNAME,
            GET_LATEST_USER_KEY,
            PLUGIN_LOGIN,
            AUTHORIZE,
            SEND_AUTH,
            QY_LOGIN,
            DONUT_LOGIN,
            *PRIVACY,
            *SETTINGS,
            *SCAN,
            *FOLLOWERS,
            CALL_CONTAINER,
            *WECHAT,
            EVENT_PUSH,
            VERIFY_URL,
            *PLATFORM,
            *SUITE,
            *CLOCK,
        )
    }
)
