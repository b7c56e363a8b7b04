"""Answers that are not rows: free places, where selection stands, and every list and file with names masked."""
