"""What the log holds, as the tests of the edge read it."""

from tests.edge.conftest import bots_logging as bots_logging
from tests.edge.conftest import logged as logged
