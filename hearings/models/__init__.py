"""Tables of this app, a file a noun."""

from hearings.models.connection import Connection
from hearings.models.line import Line
from hearings.models.sitting import Sitting
from hearings.models.ticket import Ticket

__all__ = ["Connection", "Line", "Sitting", "Ticket"]
