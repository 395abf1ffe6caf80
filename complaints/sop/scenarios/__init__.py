"""The SOP's scenarios, each module named by its letter, and `up_…` for the upload layout."""

from importlib import import_module
from pkgutil import iter_modules


def load() -> None:
    """Import every module beside this one, so that its rules register themselves."""
    for module in iter_modules(__path__):
        import_module(f"{__name__}.{module.name}")
