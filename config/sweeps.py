"""Every app's sweep: what makes good whatever a killed worker lost. Each may run at any time."""

from collections.abc import Callable, Mapping
from datetime import datetime

from documents import jobs as documents_jobs
from hearings import jobs as hearings_jobs

SWEEPS: Mapping[str, Callable[[datetime], int]] = {
    "documents": documents_jobs.sweep,
    "hearings": hearings_jobs.sweep,
}
