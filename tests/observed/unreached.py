"""Published answers that are not provoked, and why."""

_NO_ENDPOINT = "no endpoint of mockwx yet"

UNREACHED = {
    "mini-014": _NO_ENDPOINT,
    "mini-046": _NO_ENDPOINT,
    "mini-049": _NO_ENDPOINT,
    "mini-051": _NO_ENDPOINT,
    "mini-112": _NO_ENDPOINT,
    "mini-114": _NO_ENDPOINT,
    "mini-116": _NO_ENDPOINT,
    "mini-117": _NO_ENDPOINT,
    "mini-119": _NO_ENDPOINT,
    "mini-120": _NO_ENDPOINT,
    "mini-121": _NO_ENDPOINT,
    "mini-122": _NO_ENDPOINT,
    "mini-131": "the documentation writes a comma where every real answer with an access_token has none",
}
