"""Published answers about web logins that are not provoked, and why."""

_WECOM = "no endpoint of WeCom yet"
_COMPONENT = "no endpoint of third-party platforms yet"
_PUSH = "no pushes yet"

UNREACHED = {
    "web-040": "somebody's own spelling: the slashes of every other real body are escaped",
    "web-060": "a spelling of unknown date; those that are dated have hints and a mark",
    "web-063": "somebody has sorted the keys: the documented order is another",
    **{f"web-{number:03d}": _COMPONENT for number in range(67, 73)},
    "web-076": "the page of the early days: its class names have changed since",
    **{f"web-{number:03d}": _WECOM for number in range(78, 84)},
    **{f"web-{number:03d}": _WECOM for number in range(85, 93)},
    **{f"web-{number:03d}": _PUSH for number in range(93, 96)},
}
