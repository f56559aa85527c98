"""Control calls that take a world as a snapshot and let one live again."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mockwx.control.answer import ControlError
from mockwx.control.scenarios import described

if TYPE_CHECKING:
    from mockwx.control.answer import Asked


def take(asked: Asked) -> Any:
    """With all secrets, which a world cannot live without."""
    # Loaded on first use: a server that takes none starts without pydantic.
    from mockwx.store.snapshot import dump

    return dump(asked.worlds.snapshot(asked.world, wall=asked.wall))


def restore(asked: Asked) -> Any:
    """The world begins anew as it was when the snapshot was taken; nothing changes where it cannot be read."""
    from mockwx.store.snapshot import SnapshotError, load

    try:
        snapshot = load(asked.body)
    except SnapshotError as error:
        raise ControlError(error.what, error.where) from None
    asked.worlds.restore(asked.world, snapshot, wall=asked.wall)
    return described(asked, asked.world)
