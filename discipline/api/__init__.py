"""Inspections, rectification and reviews by API."""
