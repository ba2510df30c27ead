"""Inner loops that run as plain Python on small tables and compiled by numba on large ones."""

from functools import cache
from importlib.util import find_spec, module_from_spec
from types import ModuleType


@cache
def compiled(module: ModuleType) -> ModuleType:
    """A second copy of a module in which every function is compiled (numba keeps the result on disk)."""
    import numba

    spec = find_spec(module.__name__)
    if spec is None or spec.loader is None:
        raise ImportError(module.__name__)
    copy = module_from_spec(spec)
    spec.loader.exec_module(copy)
    for name, function in vars(module).items():
        if getattr(function, "__module__", "") == module.__name__:
            setattr(copy, name, numba.njit(cache=True)(getattr(copy, name)))
    return copy
