"""What WeChat remembers, kind by kind and reached by key."""
