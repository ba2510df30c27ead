"""Readers of kinds of files: each module has `read(path, name) -> Pages` and knows nothing of plans."""
