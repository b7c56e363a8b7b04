"""Answers about hours, shortages and certificates."""
