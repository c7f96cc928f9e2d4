"""What import-linter's contracts cannot say about who may know whom."""

import ast

import pytest

from tests.architecture.tree import ROOT, name, own_files, python_files

APPS = {"peerlearn", "cms", "learning", "live", "payments", "recommend"}


def imported(path):
    """Return the dotted names that the module at `path` imports, relative ones made absolute."""
    package = list(path.relative_to(ROOT).with_suffix("").parts[:-1])
    found = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            base = package[: len(package) - node.level + 1] if node.level else []
            module = ".".join([*base, *([node.module] if node.module else [])])
            found |= {f"{module}.{alias.name}" for alias in node.names}
    return found


def test_the_payment_simulator_imports_nothing_of_the_product():
    wrong = {
        f"{name(path)} imports {module}"
        for path in python_files()
        if path.is_relative_to(ROOT / "payments" / "simulator")
        for module in imported(path)
        if module.split(".")[0] in APPS and not module.startswith("payments.simulator")
    }
    assert not wrong


def test_only_the_gateway_knows_razorpay():
    knowing = {
        name(path)
        for path in python_files()
        if path.relative_to(ROOT).parts[0] in APPS
        and any(module.split(".")[0] == "razorpay" for module in imported(path))
    }
    assert knowing <= {"payments/gateway.py"}


@pytest.mark.parametrize("floor", ["services", "queries"])
def test_services_and_queries_know_nothing_of_requests_and_templates(floor):
    wrong = {
        f"{name(path)} imports {module}"
        for path in python_files()
        if floor in [*path.parts, path.stem] and path.relative_to(ROOT).parts[0] in APPS
        for module in imported(path)
        if module.startswith(("django.shortcuts", "django.http.Http", "rest_framework.response"))
    }
    assert not wrong


def test_the_top_level_holds_only_what_is_agreed():
    agreed = {
        ".ci", ".dockerignore", ".env.example", ".gitignore", ".npmrc", "Dockerfile",
        "Makefile", "README.md",
        "cms", "deploy", "docker-compose.yml", "docs", "learning", "live", "manage.py",
        "package-lock.json", "package.json", "payments", "peerlearn", "pyproject.toml", "recommend",
        "requirements", "static", "templates", "tests",
    }  # fmt: skip
    assert {path.relative_to(ROOT).parts[0] for path in own_files()} <= agreed
