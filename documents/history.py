"""What this app notes in a case's stream, in words for the case's page."""

from django.utils.translation import gettext_lazy as _

HISTORY = {
    "case.evidence_added": _("%(who)s added evidence"),
    "case.evidence_removed": _("%(who)s took evidence back"),
    "case.bundle_taken": _("%(who)s downloaded the bundle for the court"),
}
