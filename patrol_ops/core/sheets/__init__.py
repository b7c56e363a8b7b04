"""Workbooks in and out: ``reading`` takes what people send, ``writing`` streams what they ask for."""
