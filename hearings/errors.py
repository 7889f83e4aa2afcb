"""Words for every refusal of this app."""

from django.utils.translation import gettext_lazy as _

from mediation.errors import ErrorText

ERRORS: dict[str, ErrorText] = {
    "message.malformed": ErrorText(
        _("The server did not understand this. Please reload the page.")
    ),
    "message.unknown": ErrorText(
        _("The server does not know this message. Please reload the page.")
    ),
    "message.extra_field": ErrorText(
        _("The message has a part that the server does not know. Please reload the page.")
    ),
    "message.too_large": ErrorText(_("The message is too long: at most %(limit)s KB.")),
    "message.too_many": ErrorText(
        _("That was too fast. Please try again in a moment."), retry=True
    ),
    "socket.bad_ticket": ErrorText(
        _("The connection took too long. Connecting again."), retry=True
    ),
    "socket.hello_first": ErrorText(_("The connection is not ready yet."), retry=True),
    "socket.hello_twice": ErrorText(_("The connection is already there.")),
    "socket.outdated": ErrorText(_("The program was updated. Please reload the page.")),
    "room.failed": ErrorText(
        _("Something went wrong, and nothing was changed. Please try again."), retry=True
    ),
    "room.not_allowed": ErrorText(_("You cannot do this.")),
    "room.no_seat": ErrorText(_("You do not belong to this sitting.")),
    "room.not_open": ErrorText(_("The room opens 15 minutes before the sitting."), retry=True),
    "room.closed": ErrorText(_("The sitting is over.")),
    "room.not_inside": ErrorText(_("You are not in the room.")),
    "room.unknown_person": ErrorText(_("This person does not belong to the sitting.")),
    "room.not_prepared": ErrorText(_("Please check your devices and accept the rules first.")),
    "room.already_entered": ErrorText(_("You have already come in.")),
    "room.not_waiting": ErrorText(_("This person is not in the waiting room.")),
    "room.they_are_not_inside": ErrorText(_("This person is not in the room.")),
    "room.they_are_staff": ErrorText(_("This person runs the sitting.")),
    "room.muted_by_host": ErrorText(
        _("The mediator has muted you. Raise your hand to ask to speak.")
    ),
    "room.already_in_caucus": ErrorText(_("You are already in a private session.")),
    "room.they_are_in_caucus": ErrorText(_("This person is already in a private session.")),
    "room.no_caucus": ErrorText(_("This private session has ended.")),
    "room.not_your_caucus": ErrorText(_("You are not in this private session.")),
    "room.not_invited": ErrorText(_("You are not invited to this private session.")),
    "room.invitation_expired": ErrorText(
        _("The invitation has expired. The mediator can invite you again.")
    ),
    "room.not_in_caucus": ErrorText(_("You are not in a private session.")),
    "room.in_caucus": ErrorText(
        _("You are in a private session: what you write here stays in it.")
    ),
    "room.caucus_has_no_minutes": ErrorText(_("A private session is not recorded.")),
    "room.already_started": ErrorText(_("The session has already begun.")),
    "room.not_in_session": ErrorText(_("The session is not running.")),
    "room.not_paused": ErrorText(_("The session is not paused.")),
    "media.bad_sdp": ErrorText(_("Your browser's offer of sound and picture was not understood.")),
    "media.not_joined": ErrorText(_("You are not in the room."), retry=True),
    "media.bad_request": ErrorText(
        _("Your browser's offer of sound and picture was not understood.")
    ),
    "media.failed": ErrorText(
        _("Sound and picture are interrupted. They come back by themselves."), retry=True
    ),
    "media.too_many_tracks": ErrorText(
        _("That is more sound and picture than one person may send.")
    ),
    "media.unavailable": ErrorText(
        _("Sound and picture are interrupted. They come back by themselves."), retry=True
    ),
    "sitting.case_not_ready": ErrorText(
        _("A sitting can be booked once the mediator has accepted the case.")
    ),
    "sitting.in_the_past": ErrorText(_("Choose a time in the future.")),
    "sitting.too_far": ErrorText(_("Choose a time within the next year.")),
    "sitting.bad_length": ErrorText(
        _("A sitting takes between %(shortest)s and %(longest)s minutes.")
    ),
    "sitting.clash": ErrorText(_("%(who)s already has a sitting at that time.")),
    "sitting.begun_or_over": ErrorText(_("This sitting has begun or is over.")),
}
