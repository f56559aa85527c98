"""Published answers about web logins that are not provoked, and why."""

_QR = "no QR login yet"

UNREACHED = {
    "web-021": _QR,
    "web-040": "somebody's own spelling: the slashes of every other real body are escaped",
    "web-060": "a spelling of unknown date; those that are dated have hints and a mark",
    "web-063": "somebody has sorted the keys: the documented order is another",
    **{f"web-{number:03d}": _QR for number in range(73, 77)},
    "web-082": "an api that is no part of a login",
}
