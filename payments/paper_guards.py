"""The database itself refuses to change a paper. Used by a migration, so: frozen."""

from typing import Any

FIXED = "number, year, serial, total, content, issued_at, payer_id"
TABLES = {
    "payments_receipt": f"{FIXED}, order_id",
    "payments_creditnote": f"{FIXED}, refund_id, receipt_id",
}
WORDS = "a paper is never changed"


def guard(apps: Any, schema_editor: Any) -> None:
    """Have changes of all but the names, and deletions, refused."""
    if schema_editor.connection.vendor == "sqlite":
        for table, fixed in TABLES.items():
            for name, act in (("update", f"UPDATE OF {fixed}"), ("delete", "DELETE")):
                schema_editor.execute(
                    f"CREATE TRIGGER {table}_no_{name} BEFORE {act} ON {table} "
                    f"BEGIN SELECT RAISE(ABORT, '{WORDS}'); END"
                )
        return
    schema_editor.execute(
        "CREATE FUNCTION paper_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        f"RAISE EXCEPTION '{WORDS}' USING ERRCODE = 'integrity_constraint_violation'; END $$"
    )
    for table, fixed in TABLES.items():
        schema_editor.execute(
            f"CREATE TRIGGER {table}_fixed BEFORE UPDATE OF {fixed} OR DELETE ON {table} "
            "FOR EACH ROW EXECUTE FUNCTION paper_refuse_change()"
        )


def unguard(apps: Any, schema_editor: Any) -> None:
    """Take the guards away again."""
    if schema_editor.connection.vendor == "sqlite":
        for table in TABLES:
            for act in ("update", "delete"):
                schema_editor.execute(f"DROP TRIGGER {table}_no_{act}")
        return
    for table in TABLES:
        schema_editor.execute(f"DROP TRIGGER {table}_fixed ON {table}")
    schema_editor.execute("DROP FUNCTION paper_refuse_change")
