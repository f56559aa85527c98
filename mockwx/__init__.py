"""WeChat login, offline: a local server that behaves like WeChat's login hosts, and can refuse like them.

An *app* has an appid and a secret, a *user* has a *phone*. The phone makes a *code*, a backend spends it in a *call* to
an *api*, and gets a *session*. An *endpoint* declares one api: an ordered list of *checks*, one function, one
*dialect*. A *rule* (when → then) makes WeChat refuse, or break an answer by a *fault*. The *journal* keeps every
exchange with the reason for its answer. All this with a *clock* of its own, is a *world*; a *store* keeps worlds, and a
*scenario* file makes them.

The floors; each imports only from those below it, which import-linter enforces (``pyproject.toml``):

    cli  pytest_plugin                      the ways in
    audit                                   the scorecard of a login backend: each flaw proven from outside
    pytest_marker  pytest_failures          @pytest.mark.mockwx(…) becomes a world; what a failing test tells
    pytest_scenario_files                   scenario files as tests
    play  mock                              a scenario against a backend; MockWx, what a test holds
    client                                  every control call and verb, in process or over HTTP
    server  control  intercept              the wire; the control plane as values; HTTPS for hard-coded hosts
    store                                   where worlds are kept: in memory, or in Redis
    scenario  reference  verify             YAML → world; documents made from the tables; what should have happened
    engine                                  route → decide → checks → run → spell → bend → journal; pure
    products  verbs                         what WeChat says, an endpoint a file; what phones, WeChat and clocks do
    made_up_people  files                   made-up persons; files that appear whole
    core                                    what WeChat is: lives of codes, sessions, tokens; rules; the journal
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mockwx.core import version

if TYPE_CHECKING:
    from mockwx.mock import MockWx, MockWxError, MockWxWarning

__version__ = version.VERSION
__all__ = ["MockWx", "MockWxError", "MockWxWarning", "__version__"]


def __getattr__(name: str) -> Any:
    # Loaded on first use: a pytest run that has mockwx installed but does not use it pays nothing.
    if name in __all__:
        from mockwx import mock

        return getattr(mock, name)
    raise AttributeError(f"module 'mockwx' has no attribute {name!r}")
