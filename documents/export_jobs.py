"""Building exports in the background."""

import uuid

from django.utils import timezone
from django_tasks import task

from documents.models.export import Export
from documents.services.exports import export_build


@task
def build_export(export_id: str) -> None:
    """Build one export; safe to run twice."""
    export = Export.objects.filter(pk=uuid.UUID(export_id)).first()
    if export:
        export_build(export=export, at=timezone.now())
