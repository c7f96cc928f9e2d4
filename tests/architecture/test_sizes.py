"""Files stay below 300 lines, functions below 50, and what others call says what it does."""

import ast

from tests.architecture.tree import name, own_files, python_files

MOST_LINES = 300
MOST_FUNCTION_LINES = 50
SOURCES = {".py", ".js", ".mjs", ".html", ".css"}
TOLD = ("services", "queries", "common")


def functions(path):
    tree = ast.parse(path.read_text())
    return [n for n in ast.walk(tree) if isinstance(n, ast.FunctionDef | ast.AsyncFunctionDef)]


def test_no_file_is_longer_than_300_lines():
    long = {}
    for path in own_files():
        if path.suffix in SOURCES and "migrations" not in path.parts:
            lines = len(path.read_text().splitlines())
            if lines > MOST_LINES:
                long[name(path)] = lines
    assert not long


def test_no_function_is_longer_than_50_lines():
    long = {
        f"{name(path)}:{node.lineno} {node.name}": node.end_lineno - node.lineno + 1
        for path in python_files()
        for node in functions(path)
        if node.end_lineno - node.lineno + 1 > MOST_FUNCTION_LINES
    }
    assert not long


def test_public_functions_of_services_queries_and_common_say_what_they_do():
    silent = []
    for path in python_files():
        if not set(TOLD).intersection([*path.parts, path.stem]) or "tests" in path.parts:
            continue
        top = ast.parse(path.read_text()).body
        silent += [
            f"{name(path)}:{node.lineno} {node.name}"
            for node in top
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
            and not node.name.startswith("_")
            and not ast.get_docstring(node)
        ]
    assert not silent
