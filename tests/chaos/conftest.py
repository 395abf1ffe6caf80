"""What the tests of the sync share."""

from tests.sync.conftest import _no_waiting, quick_road, shared_hpms

__all__ = ["_no_waiting", "quick_road", "shared_hpms"]
