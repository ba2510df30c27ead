"""The arithmetic of the public sector equality duty: pure Python, usable from a notebook."""
