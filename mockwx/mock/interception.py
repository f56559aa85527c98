"""Interception in a test's own process: hard-coded hosts of WeChat's lead to mockwx while it lasts."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from mockwx.intercept.hosts import DOMAINS
from mockwx.intercept.recipes import Files, Recipe, write_files
from mockwx.intercept.reroute import Reroute


class ProcessInterception:
    """What leads programs to one server: files for as long as the server lives."""

    def __init__(self, url: str, address: tuple[str, int], ca: str) -> None:
        self._url = url
        self._address = address
        self._ca = ca
        self._folder = TemporaryDirectory(prefix="mockwx-")
        self._files: Files | None = None
        self._reroute = Reroute(address, ca, DOMAINS)

    @property
    def escaped(self) -> list[str]:
        return self._reroute.escaped

    @contextmanager
    def in_place(self) -> Iterator[None]:
        """This process is led by what it calls, its children by their environment; then all is as it was.

        :raises AlreadyRerouted: it is led already.
        """
        if self._files is None:
            self._files = write_files(Path(self._folder.name), self._ca.encode())
        reroute = Reroute(self._address, self._ca, DOMAINS)
        reroute.install()
        self._reroute = reroute
        recipe = Recipe(self._files, self._address, self._url, dict(os.environ), self._ca)
        set_ = recipe.all()
        former = {name: os.environ.get(name) for name in set_}
        os.environ.update(set_)
        try:
            yield
        finally:
            for name, value in former.items():
                if value is None:
                    os.environ.pop(name, None)
                else:
                    os.environ[name] = value
            reroute.remove()

    def close(self) -> None:
        self._folder.cleanup()
