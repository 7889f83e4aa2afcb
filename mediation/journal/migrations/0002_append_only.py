"""Rows of the journal are added and never changed: on PostgreSQL the database itself refuses."""

from typing import Any

from django.db import migrations

FORBID = """
CREATE FUNCTION journal_forbid_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the journal is append-only';
END $$;
CREATE TRIGGER journal_append_only BEFORE UPDATE OR DELETE ON journal_entry
    FOR EACH ROW EXECUTE FUNCTION journal_forbid_change();
"""
ALLOW = """
DROP TRIGGER journal_append_only ON journal_entry;
DROP FUNCTION journal_forbid_change();
"""


def forbid(apps: Any, editor: Any) -> None:
    """Other databases have no such trigger; there the hash chain alone tells."""
    if editor.connection.vendor == "postgresql":
        editor.execute(FORBID)


def allow(apps: Any, editor: Any) -> None:
    """Take the trigger away."""
    if editor.connection.vendor == "postgresql":
        editor.execute(ALLOW)


class Migration(migrations.Migration):
    """The trigger `journal_append_only`."""

    dependencies = [("journal", "0001_initial")]
    operations = [migrations.RunPython(forbid, allow)]
