"""What WeChat does wrong: rules, and the faults that they do to answers."""
