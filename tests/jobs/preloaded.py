"""What every forked process has from the start."""

from tests.jobs.worker_process import shipped

shipped()
