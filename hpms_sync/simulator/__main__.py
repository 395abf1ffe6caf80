"""python -m hpms_sync.simulator"""

import sys

from .command import main

sys.exit(main())
