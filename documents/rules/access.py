"""Who may open which page of this app. See `mediation.rules.access` for the shape."""

from mediation.rules.access import Table

TABLE: Table = {}
