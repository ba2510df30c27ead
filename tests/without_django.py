"""A pytest plugin that makes Django and the service impossible to import: the library must not need them."""

import sys


class Barred:
    def find_spec(self, name, path=None, target=None):
        if name.split(".")[0] in ("django", "dueregard"):
            raise ImportError(f"{name} is barred: the library must not need it")


sys.meta_path.insert(0, Barred())
