"""Interception: WeChat's own HTTPS addresses end here, for programs in which they are hard-coded.

How calls are led here, from the outside in:

- ``prepare`` makes a command ready to be started: ``recipes`` has the environment by which programs use mockwx as their
  proxy and trust its CA (``trust``); with ``--via hosts``, ``namespace`` gives it an /etc/hosts of its own
  (``enter_namespace`` is its child), whose connections the kernel redirects (``seccomp``).
- ``reroute`` is for Python processes, a test's own among them: it patches sockets and TLS, and needs neither.
- ``forwarded_sockets`` lend ports of this process to a mockwx that runs in another.

What happens to a connection that arrives: the ``sniffer`` tells by its first bytes what it is (``client_hello``), and
asks the ``interceptor`` who takes it over; ``refusals`` has the words where nobody does. ``connect`` reads what a
proxy is asked; ``tls`` shows a certificate of the ``certificate_authority``. What is not WeChat's (``hosts``) is
reached only where ``passthrough`` allows it, through a ``tunnel``.
"""
