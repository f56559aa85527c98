"""The version of mockwx."""

VERSION = "0.1.0"
