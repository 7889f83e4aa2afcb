"""Tables of this app, a file a noun."""
