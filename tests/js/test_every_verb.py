"""What the phone can do is there in JavaScript too: each verb by wx.js, each button in every list and with words."""

from __future__ import annotations

import re
from itertools import chain

from mockwx.verbs import VERBS

from . import node

A_LINK = "a link that is opened in WeChat, or a QR code that it scans; a page cannot"
ANOTHER_KIND = "of an app of another kind, whose pages wx.js does not run"
A_CHAT = "done in an official account's chat"
ITSELF = "scopes and the privacy guide are on the phone that wx.js pretends, so that it need not ask the server"
NOT_BY_WX = {
    **dict.fromkeys(("authorize", "scan", "confirm", "deny"), A_LINK),
    **dict.fromkeys(("sendAuth", "qyLogin", "donutLogin"), ANOTHER_KIND),
    **dict.fromkeys(("follow", "unfollow", "send"), A_CHAT),
    **dict.fromkeys(("authorizeScope", "getSetting", "openSetting"), ITSELF),
    **dict.fromkeys(("getPrivacySetting", "requirePrivacyAuthorize", "onNeedPrivacyAuthorization"), ITSELF),
}
"""Verbs of the phone that wx.js does not ask the server for: why."""
LISTS_OF_BUTTONS = {
    "wx/src/buttons.js": ("BUTTONS", r"const BUTTONS = \{\n(.*?)\n\};", r"^  (\w+): "),
    "wx/types/index.d.ts": ("OpenType", r"export type OpenType =\n(.*?);", r"^  \| '(\w+)'"),
    "wx/src/system.js": (
        "SINCE, as button.open-type.NAME",
        r"const SINCE = \{\n(.*?)\n\};",
        r"^  'button.open-type.(\w+)'",
    ),
    "page/src/dialogs.js": ("ASKED", r"const ASKED = \{\n(.*?)\n\};", r"^  (\w+): "),
}
NOT_A_VERB = {"agreePrivacyAuthorization"}
"""An open-type that goes beside another one."""


def read(file: str) -> str:
    return (node.JS / file).read_text(encoding="utf-8")


def listed(file: str) -> set[str]:
    _, whole, entry = LISTS_OF_BUTTONS[file]
    block = re.search(whole, read(file), re.DOTALL)
    assert block, f"js/{file}: it has no {whole} any more"
    return set(re.findall(entry, block[1], re.MULTILINE))


def test_every_verb_of_the_phone_is_done_by_wx_or_has_a_reason() -> None:
    sources = [path.read_text(encoding="utf-8") for path in sorted((node.JS / "wx" / "src").glob("*.js"))]
    done = set(chain.from_iterable(re.findall(r"(?:\bdo|\.phone)\(\s*'(\w+)'", source) for source in sources))
    verbs = {verb.removeprefix("phone.") for verb in VERBS if verb.startswith("phone.")}
    assert verbs - done - NOT_BY_WX.keys() == set(), (
        "js/wx/src: nothing there does these verbs of the phone. A button is a line in BUTTONS of buttons.js, an API a "
        "member in login.js or a file beside it; or say in NOT_BY_WX of tests/js/test_every_verb.py why there is none"
    )
    assert NOT_BY_WX.keys() & done == set(), "tests/js/test_every_verb.py: they are done now, take them from NOT_BY_WX"
    assert NOT_BY_WX.keys() <= verbs


def test_every_button_is_in_every_list_of_buttons() -> None:
    buttons = listed("wx/src/buttons.js")
    missing = [
        f"js/{file}: {name} in {listing}"
        for file, (listing, _, _) in LISTS_OF_BUTTONS.items()
        for name in sorted(buttons - listed(file))
    ]
    for file in ("wx/types/index.d.ts", "wx/src/system.js"):
        missing += [f"js/wx/src/buttons.js: {name} in BUTTONS" for name in sorted(listed(file) - buttons - NOT_A_VERB)]
    assert missing == [], f"add {', '.join(missing)}; then `npm run build` in js/"


def test_every_verb_of_the_console_is_one_and_has_its_words() -> None:
    taps = re.findall(r"'((?:phone|wechat)\.\w+)'", read("console/src/views/phones.jsx"))
    words = re.findall(r"^  '((?:phone|wechat)\.\w+)': \[", read("console/src/words.js"), re.MULTILINE)
    assert taps
    assert {*taps, *words} - VERBS.keys() == set(), "js/console/src: there are no such verbs"
    assert set(taps) - set(words) == set(), "js/console/src/words.js: say in VERBS what their buttons are called"
