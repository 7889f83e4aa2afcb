"""Who may receive whom in one room: the last table that was set, and its age."""

from hearings.media.engine import Kind, Routes


class RouteTable:
    """Empty until set: nobody receives anything."""

    def __init__(self) -> None:
        self._seq = -1
        self._routes: Routes = {}

    def replace(self, seq: int, routes: Routes) -> bool:
        """Apply `routes` unless a younger table has been; say whether it was applied."""
        if seq < self._seq:
            return False
        self._seq, self._routes = seq, routes
        return True

    def allows(self, publisher: str, kind: Kind, receiver: str) -> bool:
        """Whether `receiver` may have the publisher's sound or pictures."""
        if publisher == receiver:
            return False
        return receiver in self._routes.get(publisher, {}).get(kind, frozenset())
