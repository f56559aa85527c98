"""Every exchange, in order, and the one way in which entries leave: with secrets masked."""
