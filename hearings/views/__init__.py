"""Pages of the sittings."""
