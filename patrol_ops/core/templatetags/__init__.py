"""The few words templates need beyond Django's own."""
