"""A fictional district at work, built through the commands: what the product looks like when people use it."""
