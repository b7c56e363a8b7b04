"""The public site: what everybody may read without signing in."""
