"""Every endpoint: each errcode by its cause, the order of the checks, and what the endpoints do."""
