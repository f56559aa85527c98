"""What a test lets happen inside WeChat: tokens that die, pushes, reviews, authorised platforms, installed suites."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from mockwx.client import Installed, Pushed

if TYPE_CHECKING:
    from mockwx.client import ControlClient
    from mockwx.core.pushes.forgeries import Forgery


class InsideWechat:
    """The part of :class:`MockWx` that nobody with a phone can do."""

    @property
    def client(self) -> ControlClient:
        raise NotImplementedError

    def other_holder(
        self,
        app: str | None = None,
        fetches: Literal["token", "stable_token", "stable_token_forced"] = "token",
    ) -> None:
        """Another holder of the AppSecret fetches an access_token."""
        self.client.do("wechat.other_holder", app=app, fetches=fetches)

    def revoke_token(self, app: str | None = None) -> None:
        """WeChat kills the app's access tokens at once."""
        self.client.do("wechat.revoke_token", app=app)

    # Pushes and reviews

    def push(
        self,
        event: str,
        user: str | None = None,
        app: str | None = None,
        *,
        revoke_info: str | None = None,
        plugin: str | None = None,
        ticket: str | None = None,
        send: bool = True,
        tries: int | None = None,
        timeout: str | None = None,
        forge: Forgery | None = None,
    ) -> Pushed:
        """Let something happen that WeChat tells the backend about, and tell it.

        ``event`` is user_info_modified, user_authorization_revoke, user_authorization_cancellation, subscribe, SCAN,
        unsubscribe, wxa_media_check, component_verify_ticket or suite_ticket. ``ticket``: of the QR code that was
        scanned. ``send=False`` loses the push on its way. A backend that fails, or takes longer than ``timeout`` (5s),
        is tried ``tries`` (3) times in all.

        ``forge``: somebody else sends it, wrong in this one way; nothing happens inside WeChat, it is tried once, and a
        backend must not believe it. ``accepted`` tells that it answered as to WeChat's own.
        """
        return Pushed.of(
            self.client.do(
                "wechat.push",
                event=event,
                user=user,
                app=app,
                revoke_info=revoke_info,
                plugin=plugin,
                ticket=ticket,
                send=send,
                tries=tries,
                timeout=timeout,
                forge=forge,
            )
        )

    def review(
        self, text: str, *, suggest: Literal["risky", "review", "pass"] = "risky", label: int | None = None
    ) -> None:
        """WeChat's review judges so whatever holds this text from now on: a content, or a picture's address.

        ``label``: why, such as 20002 for pornography; 21000, something else, by default.
        """
        self.client.do("wechat.review", text=text, suggest=suggest, label=label)

    def verify_url(self, app: str | None = None, *, tries: int | None = None, timeout: str | None = None) -> Pushed:
        """Check the callback's URL, as WeChat does when it is entered in the console."""
        return Pushed.of(self.client.do("wechat.verify_url", app=app, tries=tries, timeout=timeout))

    def authorize_app(
        self,
        app: str | None = None,
        component: str | None = None,
        *,
        send: bool = True,
        tries: int | None = None,
        timeout: str | None = None,
    ) -> str:
        """An administrator authorises a third-party platform to act for an app; the auth_code of the callback.

        A platform that has a callback is told: authorized, or updateauthorized if the app had authorised it already.
        ``send``, ``tries`` and ``timeout`` as in :meth:`push`.
        """
        done = self.client.do(
            "wechat.authorize_app", app=app, component=component, send=send, tries=tries, timeout=timeout
        )
        return str(done["auth_code"])

    def unauthorize_app(
        self,
        app: str | None = None,
        component: str | None = None,
        *,
        send: bool = True,
        tries: int | None = None,
        timeout: str | None = None,
    ) -> None:
        """The administrator takes that back, and the platform is told: unauthorized."""
        self.client.do("wechat.unauthorize_app", app=app, component=component, send=send, tries=tries, timeout=timeout)

    def install_suite(
        self,
        suite: str | None = None,
        corp: str | None = None,
        *,
        user: str | None = None,
        state: str | None = None,
        send: bool = True,
        tries: int | None = None,
        timeout: str | None = None,
    ) -> Installed:
        """An administrator of a corp, ``user``, installs a WeCom service provider's suite; the provider is told:
        create_auth. ``send``, ``tries`` and ``timeout`` (1s) as in :meth:`push`."""
        said = {"user": user, "state": state, "send": send, "tries": tries, "timeout": timeout}
        return Installed.of(self.client.do("wechat.install_suite", suite=suite, corp=corp, **said))

    def reset_permanent_code(
        self,
        suite: str | None = None,
        corp: str | None = None,
        *,
        send: bool = True,
        tries: int | None = None,
        timeout: str | None = None,
    ) -> Installed:
        """The administrator resets the permanent_code of an app that the provider develops for the corp, and the
        provider is told: reset_permanent_code."""
        said = {"send": send, "tries": tries, "timeout": timeout}
        return Installed.of(self.client.do("wechat.reset_permanent_code", suite=suite, corp=corp, **said))

    def change_suite(
        self,
        suite: str | None = None,
        corp: str | None = None,
        *,
        state: str | None = None,
        send: bool = True,
        tries: int | None = None,
        timeout: str | None = None,
    ) -> None:
        """The administrator changes what the suite may see or do, and the provider is told: change_auth."""
        said = {"state": state, "send": send, "tries": tries, "timeout": timeout}
        self.client.do("wechat.change_suite", suite=suite, corp=corp, **said)

    def uninstall_suite(
        self,
        suite: str | None = None,
        corp: str | None = None,
        *,
        send: bool = True,
        tries: int | None = None,
        timeout: str | None = None,
    ) -> None:
        """The administrator removes the suite, and the provider is told: cancel_auth."""
        self.client.do("wechat.uninstall_suite", suite=suite, corp=corp, send=send, tries=tries, timeout=timeout)
