"""The command line sets up its own log."""

from tests.edge.conftest import bots_logging as bots_logging
