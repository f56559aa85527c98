"""Settled: what the last call has shown of app and parameters holds for the next one that differs in its code alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mockwx.core.people.accounts import App
    from mockwx.products.shared.call import Call
    from mockwx.products.shared.endpoint import Ask, Endpoint


class Settled:
    """Of the calls of one connection that differ in their code alone. Their lasting checks (see ``Check``) have nothing
    to find while the app stays the very same value, so they are not asked: a login takes 10 % fewer instructions."""

    __slots__ = ("_app", "_endpoint")

    def __init__(self) -> None:
        self._app: App | None = None
        """The one that passed them."""
        self._endpoint: Endpoint | None = None

    def left(self, call: Call) -> tuple[Ask, ...]:
        """What is still to be asked. The call's app is known where that is not all."""
        app, endpoint = self._app, call.endpoint
        if app is None or endpoint is not self._endpoint or call.world.accounts.app(app.appid) is not app:
            return endpoint.asks
        call.app = app
        return endpoint.fleeting_asks

    def note(self, call: Call) -> None:
        """All checks passed."""
        app = call.app
        # Where any app is welcome, to be asked for keeps one in memory.
        if app is not None and call.params.get("appid") == app.appid and not call.world.settings.any_app:
            self._app, self._endpoint = app, call.endpoint
