"""A worker of its own process, for the test that kills it: each step waits a moment and says so."""

import sys
import time

import django

if __name__ == "__main__":
    django.setup()

from patrol_ops.core import jobs
from patrol_ops.core.models import JobProblem


def count(run: jobs.Run) -> None:
    for number in range(run.cursor or 0, 40):
        JobProblem.objects.create(job_id=run.job_id, row=str(number), code="tests.step")
        run.step(cursor=number + 1, total=40)
        sys.stdout.write(f"{number}\n")
        sys.stdout.flush()
        time.sleep(0.05)


if __name__ == "__main__":
    jobs.job("tests.count")(count)
    jobs.work()
