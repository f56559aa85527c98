"""What an app may do for a while: access tokens, JS-SDK tickets, quotas."""
