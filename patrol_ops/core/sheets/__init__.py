"""Workbooks: read with every size bounded first, written as a stream. What stands in them is a report's business."""
