"""Interception: WeChat's own HTTPS addresses end here, for programs in which they are hard-coded."""
