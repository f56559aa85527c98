"""Published answers of observed-more.yaml that are not provoked, and why."""

UNREACHED = {
    "more-079": "published of an api that mockwx lacks; user/info itself was seen with a hint before the rid",
    "more-125": "the proxy settings of somebody's developer tools, and no answer of a phone",
    "more-134": "no endpoint of mockwx yet",
}
