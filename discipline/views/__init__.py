"""Pages of inspections, rectification and reviews."""
