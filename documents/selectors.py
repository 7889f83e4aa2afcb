"""Reading this app."""
