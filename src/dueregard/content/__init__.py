"""The words: frameworks, templates and the demonstration authority as data. No code."""
