"""Apps, the people who use them, and what passes between a phone and a backend: codes, keys, sealed data."""
