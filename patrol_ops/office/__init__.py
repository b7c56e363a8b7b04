"""Top storey: the pages that read everything, and the office's own papers."""
