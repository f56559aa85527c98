"""Faults as a backend meets them: on a raw socket, through real clients, and in the journal."""
