"""SQL statements a page: cold (every cache empty) and warm (the page itself made anew, pieces of it
kept), and statements of one shape repeated.

Runs inside the product's `manage.py shell`, on its data. A page may be preceded by somebody's
e-mail and an equals sign: `learner@peerlearn.test=/learner/home/`.
"""

import collections
import re
import statistics
import time
from itertools import count as counting

from django.contrib.auth import get_user_model
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from peerlearn.common import page_middleware

MOST_COLD = 12
_numbers = counting(1)


def shape(statement: str) -> str:
    """Return the statement with its values taken out."""
    lists = re.sub(r"IN \([^)]*\)", "IN (?)", statement)
    return re.sub(r"'(?:[^']|'')*'|\b\d+(\.\d+)?\b", "?", lists)


def repeated(statements: list[str]) -> int:
    """Return how many statements have a shape that came before."""
    counts = collections.Counter(shape(statement) for statement in statements)
    return sum(count - 1 for count in counts.values())


def ask(client: Client, path: str) -> tuple[int, list[str], float]:
    """GET `path`; return the status, its SQL statements and the CPU milliseconds it took."""

    began = time.process_time()
    with CaptureQueriesContext(connection) as captured:
        answer = client.get(path, headers={"host": "localhost"})
        _ = b"".join(answer.streaming_content) if answer.streaming else answer.content
    spent = (time.process_time() - began) * 1000
    return answer.status_code, [query["sql"] for query in captured], spent


def anew(path: str) -> str:
    """Return the address with a number nobody asked for before, so that no kept page answers."""
    return f"{path}{'&' if '?' in path else '?'}utm_bench={next(_numbers)}"


def main(targets: list[str], budgets: dict[str, int]) -> None:
    """Print one line a target; `budgets` are the most warm statements of some of them."""
    print(f"  {'page':44} status  cold  warm  repeated  CPU ms (warm)  budget")
    for target in targets:
        email, path = target.split("=", 1) if "@" in target else ("", target)
        client = Client()
        if email:
            client.force_login(get_user_model().objects.get(email=email))
        ask(client, path)  # imports and template loading are not the page's
        cache.clear()
        page_middleware.forget()
        status, cold, _ = ask(client, path)
        warm = [ask(client, anew(path)) for _ in range(5)]
        count = int(statistics.median(len(statements) for _, statements, _ in warm))
        spent = statistics.median(cpu for _, _, cpu in warm)
        line = f"  {target[:44]:44} {status:6} {len(cold):5} {count:5} {repeated(cold):9}"
        most = budgets.get(target)
        is_within = len(cold) <= MOST_COLD and not repeated(cold) and (not most or count <= most)
        word = f"{most or '-'}/{MOST_COLD}: {'OK' if is_within else 'OVER'}"
        print(f"{line} {spent:14.1f}  {word}")
