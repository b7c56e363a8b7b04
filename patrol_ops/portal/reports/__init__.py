"""Answers for everybody: what they do not hold, no page can show."""
