"""Queries that Django composes once a process; each call only binds its values and sends them.

Composing a query takes Django ten times as long as sending it (docs/benchmarks.md). What runs for
every click is therefore built of placeholders, in the ORM, and kept as SQL:

    _roles = Compiled(lambda: RoleGrant.objects.filter(user=given("user")).values_list("role"))
    rows = _roles.rows(user=4)

`objects` gives model instances instead, of a query without `values_list()`.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, Generic, TypeVar

from django.db import connection, transaction
from django.db.models import Expression, Field, Model, QuerySet, Value
from django.db.models.query import get_related_populators
from django.db.models.sql import InsertQuery, UpdateQuery
from django.db.transaction import TransactionManagementError

M = TypeVar("M", bound=Model)


@dataclass(frozen=True)
class _Slot:
    """Where a call's value goes among the parameters."""

    name: str
    field: Field | None

    def bind(self, values: Mapping[str, Any]) -> Any:
        value = values[self.name]
        if self.field is None:
            return value
        return self.field.get_db_prep_value(value, connection=connection)


class _Given(Value):
    """Compiles to a placeholder whose parameter is a slot."""

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, Any]:
        return "%s", [self.value]


def given(name: str, field: Field | None = None) -> Value:
    """Stand for a value that each call names; `field` prepares it where it is not a plain number.

    A moment, for one, is text on SQLite: `given("now", DateTimeField())`.
    """
    return _Given(_Slot(name, field), output_field=field)


@dataclass(frozen=True)
class _Statement:
    """SQL for one kind of database, and how its columns become values."""

    sql: str
    params: tuple[Any, ...]
    converters: tuple[tuple[int, list[Callable[..., Any]], Expression], ...] = ()
    locks: bool = False
    shape: "_Shape | None" = None

    def bind(self, values: Mapping[str, Any]) -> list[Any]:
        return [p.bind(values) if isinstance(p, _Slot) else p for p in self.params]


@dataclass(frozen=True)
class _Shape:
    """How a row becomes a model instance with what it was joined to."""

    model: type[Model]
    names: list[str]
    begin: int
    end: int
    related: list[Any]

    @classmethod
    def of(cls, compiler: Any) -> "_Shape | None":
        known = compiler.klass_info
        if known is None:
            return None
        begin, end = known["select_fields"][0], known["select_fields"][-1] + 1
        names = [column[0].target.attname for column in compiler.select[begin:end]]
        populators: Any = get_related_populators  # the stubs have the signature of Django 6.1
        related = populators(known, compiler.select, connection.alias)
        return cls(known["model"], names, begin, end, related)

    def make(self, row: Sequence[Any]) -> Any:
        made = self.model.from_db(connection.alias, self.names, row[self.begin : self.end])
        for populator in self.related:
            populator.populate(row, made)
        return made


class Compiled:
    """A query of placeholders: composed at its first use, sent at every one."""

    def __init__(self, build: Callable[[], QuerySet[Any, Any]]) -> None:
        self._build = build
        self._known: dict[str, _Statement] = {}

    def rows(self, **values: Any) -> list[tuple[Any, ...]]:
        """Return the rows for these values. A locking query wants a transaction, as ever."""
        return self._sent(self._known.get(connection.vendor) or self._compose(), values)

    def objects(self, **values: Any) -> list[Any]:
        """Return model instances for these values, with what `select_related` names."""
        said = self._known.get(connection.vendor) or self._compose()
        if said.shape is None:
            raise TypeError("a query of values has no instances")
        return [said.shape.make(row) for row in self._sent(said, values)]

    def object(self, **values: Any) -> Any:
        """Return the first model instance for these values, or None."""
        found = self.objects(**values)
        return found[0] if found else None

    @staticmethod
    def _sent(said: _Statement, values: Mapping[str, Any]) -> list[tuple[Any, ...]]:
        if said.locks and not connection.in_atomic_block:
            raise TransactionManagementError("select_for_update outside of a transaction")
        with connection.cursor() as cursor:
            cursor.execute(said.sql, said.bind(values))
            found = cursor.fetchall()
        return [_converted(row, said) for row in found] if said.converters else found

    def first(self, **values: Any) -> tuple[Any, ...] | None:
        """Return the first row for these values, or None."""
        rows = self.rows(**values)
        return rows[0] if rows else None

    def _compose(self) -> _Statement:
        query = self._build().query
        compiler = query.get_compiler(connection=connection)
        sql, params = compiler.as_sql()
        columns = [column[0] for column in compiler.select[: compiler.col_count]]
        known = compiler.get_converters(columns).items()
        converters = tuple((at, list(convert), column) for at, (convert, column) in known)
        shape = _Shape.of(compiler)
        said = _Statement(sql, tuple(params), converters, query.select_for_update, shape)
        self._known[connection.vendor] = said
        return said


class CompiledUpdate:
    """A conditional UPDATE of placeholders: composed at its first use, sent at every one."""

    def __init__(self, build: Callable[[], QuerySet[Any, Any]], **sets: Any) -> None:
        self._compose = partial(self._composed, build, sets)
        self._known: dict[str, _Statement] = {}

    def run(self, **values: Any) -> int:
        """Update, inside the caller's transaction if there is one; return how many rows were."""
        said = self._known.get(connection.vendor) or self._compose()
        with transaction.mark_for_rollback_on_error(), connection.cursor() as cursor:
            cursor.execute(said.sql, said.bind(values))
            return cursor.rowcount

    def _composed(
        self, build: Callable[[], QuerySet[Any, Any]], sets: Mapping[str, Any]
    ) -> _Statement:
        query: Any = build().query.chain(UpdateQuery)
        query.add_update_values(dict(sets))
        query.clear_ordering(force=True)
        sql, params = query.get_compiler(connection=connection).as_sql()
        said = _Statement(sql, tuple(params))
        self._known[connection.vendor] = said
        return said


class CompiledInsert(Generic[M]):
    """INSERTs of a model, composed once for each number of rows. No `save()`, no signals of it.

    With `once`, a row that a constraint knows already is left out.
    """

    def __init__(self, model: type[M], *, once: bool = False) -> None:
        self._model, self._once = model, once
        self._known: dict[tuple[str, int], str] = {}

    def create(self, **values: Any) -> M | None:
        """Write one row, fields left out as the model has them; None if it was there."""
        made = self._model(**values)
        return made if self.write([made]) else None

    def write(self, made: Sequence[M]) -> int:
        """Write new instances in one statement and give them their keys; return how many.

        ValueError for several with `once`: the answer would not tell which were new.
        """
        if self._once and len(made) > 1:
            raise ValueError("one row at a time")
        fields = self._fields()
        sql = self._known.get((connection.vendor, len(made))) or self._compose(len(made))
        params = [
            field.get_db_prep_save(getattr(row, field.attname), connection=connection)
            for row in made
            for field in fields
        ]
        with transaction.mark_for_rollback_on_error(), connection.cursor() as cursor:
            cursor.execute(sql, params)
            keys = cursor.fetchall()
        for row, (key,) in zip(made, keys, strict=False):
            row.pk = key
            row._state.adding, row._state.db = False, connection.alias
        return len(keys)

    def _fields(self) -> list[Any]:
        meta: Any = self._model._meta
        return [field for field in meta.concrete_fields if not field.primary_key]

    def _compose(self, rows: int) -> str:
        names = [field.attname for field in self._fields()]
        blank = self._model()
        for name in names:
            setattr(blank, name, _Given(_Slot(name, None)))
        query: Any = InsertQuery(self._model)
        query.insert_values(self._fields(), [blank] * rows)
        ((sql, _),) = query.get_compiler(connection=connection).as_sql()
        # Not Django's own IGNORE: on SQLite that lets broken checks pass as well.
        once = " ON CONFLICT DO NOTHING" if self._once else ""
        ops: Any = connection.ops
        key, _ = ops.return_insert_columns([self._model._meta.pk])
        said = f"{sql}{once} {key}"
        self._known[connection.vendor, rows] = said
        return said


def _converted(row: tuple[Any, ...], said: _Statement) -> tuple[Any, ...]:
    values = list(row)
    for at, converters, column in said.converters:
        for convert in converters:
            values[at] = convert(values[at], column, connection)
    return tuple(values)
