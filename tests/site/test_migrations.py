"""The schema: migrations say what the models say, all have run, and nothing is there twice."""

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import connection
from django.db.migrations.loader import MigrationLoader

OURS = {"accounts", "common", "notifications", "payments", "learning", "live", "recommend", "cms"}
# PostgreSQL works them out by itself; no model writes them.
GENERATED = {"document"}
MODELS = [model for model in apps.get_models() if model._meta.app_label in OURS]


def own_indexes(model):
    """Return what of a model has an index for all rows: tuples of column names."""
    meta = model._meta
    whole = [index for index in (*meta.indexes, *meta.constraints) if not index_is_partial(index)]
    named = [tuple(name.lstrip("-") for name in index.fields) for index in whole]
    single = [(field.name,) for field in meta.local_fields if field.unique or field.db_index]
    return [fields for fields in (*named, *single) if fields]


def index_is_partial(index):
    return getattr(index, "condition", None) is not None or not getattr(index, "fields", ())


@pytest.mark.django_db
def test_the_models_say_nothing_that_no_migration_says():
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


@pytest.mark.django_db
def test_all_migrations_have_run_and_no_two_claim_to_be_the_last():
    loader = MigrationLoader(connection)
    assert loader.detect_conflicts() == {}
    assert set(loader.graph.nodes) - set(loader.applied_migrations) == set()
    call_command("migrate", check_unapplied=True, verbosity=0)


@pytest.mark.django_db
@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.label)
def test_a_table_has_the_columns_of_its_model_and_no_others(model):
    with connection.cursor() as cursor:
        found = connection.introspection.get_table_description(cursor, model._meta.db_table)
    columns = {one.name for one in found} - GENERATED
    assert columns == {one.column for one in model._meta.local_fields}


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.label)
def test_no_table_keeps_the_same_index_twice(model):
    found = own_indexes(model)
    assert sorted(found) == sorted(set(found))
