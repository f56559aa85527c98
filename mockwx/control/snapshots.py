"""Control calls that take a world as a snapshot and let one live again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mockwx.control.answer import ControlError
from mockwx.control.scenarios import described

if TYPE_CHECKING:
    from mockwx.control.answer import JsonObject
    from mockwx.control.call import ControlCall


def take(call: ControlCall) -> JsonObject:
    """With all secrets, which a world cannot live without."""
    # Loaded on first use: few servers take one.
    from mockwx.store.snapshot import dump

    return dump(call.worlds.snapshot(call.world, wall=call.wall))


def restore(call: ControlCall) -> JsonObject:
    """The world begins anew as it was when the snapshot was taken; nothing changes where it cannot be read."""
    from mockwx.store.snapshot import SnapshotError, load

    try:
        snapshot = load(call.body)
    except SnapshotError as error:
        raise ControlError(error.what, error.where) from None
    call.worlds.restore(call.world, snapshot, wall=call.wall)
    return described(call, call.world)
