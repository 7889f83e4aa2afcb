"""Who may open which page and who may send which message. See `mediation.rules.access`."""

from mediation.people.roles import Role
from mediation.rules.access import Table, row

# A judge sits in mediation only where the case is judge-led; until then the room is closed to them.
MEMBERS = row("-- ++ +- + +++ + --")
BOOKERS = row("-- -- +- + --- - --")

TABLE: Table = {
    "hearings:sittings": MEMBERS,
    "hearings:book": BOOKERS,
    "hearings:move": BOOKERS,
    "hearings:cancel": BOOKERS,
    "hearings:sitting": MEMBERS,
    "hearings:ticket": MEMBERS,
    "hearings:invite": MEMBERS,
}

ANYONE = row("-- ++ ++ + +++ + --")
SPEAKERS = row("-- ++ ++ + +++ - --")
STAFF = row("-- -- ++ + --- - --")
HOSTS = row("-- -- ++ - --- - --")

# One row a message, one cell a role. Acts stand under their kind.
MESSAGES: Table = {
    "hello": ANYONE,
    "alive": ANYONE,
    "typing": SPEAKERS,
    "media_publish": SPEAKERS,
    "media_subscribed": ANYONE,
    "media_restart": ANYONE,
    "prepare": ANYONE,
    "enter": ANYONE,
    "leave": ANYONE,
    "admit": STAFF,
    "dismiss": STAFF,
    "raise_hand": SPEAKERS,
    "lower_hand": SPEAKERS,
    "mute": HOSTS,
    "allow_unmute": HOSTS,
    "lock_mics": HOSTS,
    "unlock_mics": HOSTS,
    "set_devices": SPEAKERS,
    "open_caucus": HOSTS,
    "invite_caucus": HOSTS,
    "accept_caucus": SPEAKERS,
    "decline_caucus": SPEAKERS,
    "leave_caucus": SPEAKERS,
    "recall": HOSTS,
    "say": SPEAKERS,
    "minute": STAFF,
    "start": HOSTS,
    "pause": HOSTS,
    "resume": HOSTS,
    "close": HOSTS,
}


def may_send(message: str, role: Role) -> bool:
    """Whether this role may send this message at all; what is not declared, nobody may."""
    cells = MESSAGES.get(message)
    return bool(cells and cells[role])
