"""Tables the database itself only adds to: updates and deletions are refused by triggers.

Migrations use this, so what it does to a database is frozen.
"""

from typing import Any


class AppendOnly:
    """Guards `tables`; a refused change says `words`, and `name` prefixes PostgreSQL's function."""

    def __init__(self, name: str, tables: tuple[str, ...], words: str) -> None:
        self.tables, self.words = tables, words
        self.function = f"{name}_refuse_change"

    def guard(self, apps: Any, schema_editor: Any) -> None:
        """Have updates and deletions of what was told refused; for `RunPython`."""
        if schema_editor.connection.vendor == "sqlite":
            for table in self.tables:
                for act in ("UPDATE", "DELETE"):
                    schema_editor.execute(
                        f"CREATE TRIGGER {table}_no_{act.lower()} BEFORE {act} ON {table} "
                        f"BEGIN SELECT RAISE(ABORT, '{self.words}'); END"
                    )
            return
        schema_editor.execute(
            f"CREATE FUNCTION {self.function}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
            f"RAISE EXCEPTION '{self.words}' "
            "USING ERRCODE = 'integrity_constraint_violation'; END $$"
        )
        for table in self.tables:
            schema_editor.execute(
                f"CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE OR TRUNCATE "
                f"ON {table} FOR EACH STATEMENT EXECUTE FUNCTION {self.function}()"
            )

    def unguard(self, apps: Any, schema_editor: Any) -> None:
        """Take the guards away again; for `RunPython`."""
        if schema_editor.connection.vendor == "sqlite":
            for table in self.tables:
                for act in ("update", "delete"):
                    schema_editor.execute(f"DROP TRIGGER {table}_no_{act}")
            return
        for table in self.tables:
            schema_editor.execute(f"DROP TRIGGER {table}_append_only ON {table}")
        schema_editor.execute(f"DROP FUNCTION {self.function}")
