"""Peers: servers that others would take instead, each with the settings that are fastest for its answer."""

from bench.peers.go import STRIPE_MOCK
from bench.peers.jvm import MOCK_OAUTH2_SERVER, MOCKSERVER
from bench.peers.npm import MOCKOON, MOUNTEBANK, WIREMOCK
from bench.peers.peer import NotInstalled, Peer

CONSTANT = (WIREMOCK, MOCKSERVER, MOUNTEBANK, MOCKOON)
"""General mock servers: they answer our login with a constant."""
EMULATORS = (STRIPE_MOCK, MOCK_OAUTH2_SERVER)
"""Servers that do for another API what mockwx does for WeChat's; each is asked what is nearest to a login."""
PEERS = (*CONSTANT, *EMULATORS)

__all__ = ["CONSTANT", "EMULATORS", "MOCK_OAUTH2_SERVER", "PEERS", "STRIPE_MOCK", "WIREMOCK", "NotInstalled", "Peer"]
