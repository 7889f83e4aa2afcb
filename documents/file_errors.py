"""Words for every refusal about files: evidence, verification, exports, bundles."""

from django.utils.translation import gettext_lazy as _

from mediation.errors import ErrorText

EVIDENCE: dict[str, ErrorText] = {
    "evidence.none_chosen": ErrorText(_("Choose a file first.")),
    "evidence.empty": ErrorText(_("This file is empty. Choose it again, or take the photo anew.")),
    "evidence.too_large": ErrorText(_("This file is larger than %(limit)s MB.")),
    "evidence.request_too_large": ErrorText(
        _("These files together are larger than %(limit)s MB. Send fewer at a time.")
    ),
    "evidence.broken_request": ErrorText(
        _("The file did not arrive whole. Please send it again."), retry=True
    ),
    "evidence.unknown_type": ErrorText(
        _("This is not a photo or a PDF. Take a photo of it, or save it as PDF.")
    ),
    "evidence.unreadable": ErrorText(
        _("This file is damaged and cannot be opened. Choose it again, or take the photo anew.")
    ),
    "evidence.too_many_pixels": ErrorText(
        _("This picture has more than %(limit)s million pixels. Save it smaller.")
    ),
    "evidence.too_many_pages": ErrorText(_("This PDF has more than %(limit)s pages. Split it.")),
    "evidence.locked": ErrorText(_("This PDF needs a password. Save it without one.")),
    "evidence.duplicate": ErrorText(
        _("This file is here already: it is exhibit %(number)s, “%(name)s”.")
    ),
    "evidence.too_many_files": ErrorText(_("This case holds %(limit)s files, which is the most.")),
    "evidence.quota": ErrorText(
        _("The files of this case would be more than %(limit)s MB together.")
    ),
    "evidence.closed": ErrorText(_("The file of this case is closed. Nothing can be added.")),
    "evidence.not_yours": ErrorText(_("Only who added a file can take it back.")),
    "evidence.withdrawn_already": ErrorText(_("This file was withdrawn already.")),
}

VERIFICATION: dict[str, ErrorText] = {
    "verify.none_chosen": ErrorText(_("Choose a file first.")),
    "verify.empty": ErrorText(_("This file is empty.")),
    "verify.too_large": ErrorText(_("This file is larger than %(limit)s MB.")),
    "verify.broken_request": ErrorText(
        _("The file did not arrive whole. Please send it again."), retry=True
    ),
    "verify.too_often": ErrorText(
        _("Many files came from your network at once. Please wait a minute."), retry=True
    ),
}

EXPORTS: dict[str, ErrorText] = {
    "export.nothing": ErrorText(_("No agreement fits this choice. Widen it.")),
    "export.dates": ErrorText(_("The first day is after the last.")),
    "export.gone": ErrorText(_("This export is not there, or no longer. Build it again.")),
    "export.running": ErrorText(_("The same export is being built already.")),
}

BUNDLES: dict[str, ErrorText] = {
    "bundle.not_failed": ErrorText(
        _("There is a bundle only once mediation has ended without agreement.")
    ),
}

ERRORS: dict[str, ErrorText] = {**EVIDENCE, **VERIFICATION, **EXPORTS, **BUNDLES}
