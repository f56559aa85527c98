"""What WeChat sends to an app's callback, and where mockwx may send at all."""
