"""Worlds in the memory of one process: dictionaries, in which what is over does not pile up, behind one lock."""
