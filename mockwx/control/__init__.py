"""The control plane as values: a call in, JSON out. The HTTP server and the Python API both speak through it."""
