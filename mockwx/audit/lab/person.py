"""Person: somebody with a phone, whom neither WeChat nor the backend has met before."""

from __future__ import annotations

from msgspec import Struct

from mockwx.play.clients import UserClient


class LabPerson(Struct, frozen=True):
    name: str
    """In WeChat's world and in the journal; no other probe has it."""
    client: UserClient
    """Their mini program: cookies, and what the backend's answers saved. A second person of the same name in another
    browser has another one."""
    openid: str
    """In the app that the backend logs in to."""
    unionid: str
    """Empty where that app has no owner."""
    phone_number: str
    """Eleven digits that nobody else has: a canary."""
    nickname: str
    """A canary, too, unless the probe chose it."""

    @property
    def session(self) -> str:
        """As the last login saved it, or its cookies as a header's value; empty where there is none."""
        saved = self.client.saved.get("session")
        if saved not in (None, ""):
            return str(saved)
        return "; ".join(f"{cookie.key}={cookie.value}" for cookie in self.client.http.cookie_jar)
