"""Published answers about web logins that are not provoked, and why."""

UNREACHED = {
    "web-035": "one source alone, maybe of /cgi-bin/user/info; every dated one has the comma of /sns",
    "web-040": "somebody's own spelling: the slashes of every other real body are escaped",
    "web-060": "a spelling of unknown date; those that are dated have hints and a mark",
    "web-063": "somebody has sorted the keys: the documented order is another",
    "web-076": "the page of the early days: its class names have changed since",
    "web-082": "an api that is no part of a login",
}
