"""A whole county in bulk, for measuring: shaped as the one in document 001, of invented people, the same each time."""
