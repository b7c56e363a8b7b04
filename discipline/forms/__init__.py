"""What is typed of inspections, rectification and reviews."""
