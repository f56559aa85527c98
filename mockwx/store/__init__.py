"""Where worlds are kept, each by its name: in the memory of one process, or in Redis for many servers.

``port.Store`` says what either must do; nobody above the store knows which one it is. A snapshot is all of a world as
one value, by which it moves from one to the other.
"""
