"""All plays of a run in turn. A backend that ends in one is started again for the next, where it was started here."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Protocol

from mockwx.core.text.bilingual import Text, both
from mockwx.play.backend import BackendSettings
from mockwx.play.backend_process import BackendNotUp, nobody_listens
from mockwx.play.ended_backend import ended_in, hung_up, was_gone_before
from mockwx.play.player import Script, play
from mockwx.play.results import PlayResult
from mockwx.play.wechat_side import WechatSide


class RunningBackend(Protocol):
    """What the plays need to know of a backend between them."""

    async def why_gone(self, *, ends: bool = False) -> str | None:
        """None while it can be reached.

        :param ends: it seems to be ending, so give it a moment for that.
        """

    async def restart(self) -> None:
        """:raises BackendNotUp: it cannot be started again; the text says why."""

    def last_words(self) -> str:
        """The end of its output; empty where nobody knows it."""


class ForeignBackend:
    """One that mockwx has not started."""

    def __init__(self, urls: Sequence[str]) -> None:
        self._urls = urls

    async def why_gone(self, *, ends: bool = False) -> str | None:
        return await nobody_listens(self._urls)

    def last_words(self) -> str:
        return ""

    async def restart(self) -> None:
        raise BackendNotUp(
            both(
                "mockwx did not start this backend, and so cannot start it again: write its command behind --",
                "这个后端不是 mockwx 启动的，因此无法重新启动：请把启动命令写在 -- 之后",
            )
        )


async def play_all(
    settings: BackendSettings,
    wechat: WechatSide,
    scripts: Sequence[Script],
    backend: RunningBackend,
    progress: Callable[[str], object] = lambda _: None,
) -> list[PlayResult]:
    """A result for each script; what cannot be played any more is skipped, and says why.

    :param progress: is told which is played.
    """
    results: list[PlayResult] = []
    again: Script | None = None
    while len(results) < len(scripts):
        script = scripts[len(results)]
        progress(f"{len(results) + 1}/{len(scripts)}  {script.title}")
        result = await play(settings, wechat, script)
        if (why := await backend.why_gone(ends=hung_up(result))) is None:
            results.append(result)
            continue
        if results and results[-1].calls and was_gone_before(result) and script is not again:
            # The play before has ended it, a little late; this one is to be judged on its own.
            results[-1] = ended_in(results[-1], why)
            again = script
        else:
            results.append(ended_in(result, why))
        if len(results) == len(scripts):
            break
        try:
            await backend.restart()
        except BackendNotUp as failure:
            results += [_not_played(settings, wechat, script, failure) for script in scripts[len(results) :]]
    return results


def _not_played(settings: BackendSettings, wechat: WechatSide, script: Script, failure: BackendNotUp) -> PlayResult:
    sentence, *_ = str(failure).splitlines()
    why = Text.of(sentence)
    return PlayResult(
        script.file,
        script.scenario.name,
        script.rule,
        "skipped",
        reason=Text(f"not played, the backend is gone: {why.en}", f"未运行，后端已不在：{why.zh}"),
        about=script.scenario.about,
        backend=settings.for_scenario(script.scenario).url,
        wechat=wechat.url,
    )
