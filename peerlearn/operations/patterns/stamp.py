"""The same component many times on one page: ids and names of landmarks become its own."""

import re

ID = re.compile(
    r'\b(id|for|aria-labelledby|aria-describedby|aria-controls|data-dialog-open)="([^"]+)"'
)
ANCHOR = re.compile(r'\bhref="#([^"]+)"')
# What scripts would act on as if it were real: sockets for seats, the focus on what is wrong.
LIVE = re.compile(r'\s(?:data-seats-session="[^"]*"|data-form-errors|autofocus|data-user="[^"]*")')
LANDMARK = re.compile(r"<(nav|section|form|aside)\b([^>]*)>")
NAME = re.compile(r'\saria-label(?:ledby)?="([^"]*)"')


def stamped(html: str, mark: str) -> str:
    """Return `html` with every id ending in `mark`, every landmark named after it, nothing live."""
    html = LANDMARK.sub(lambda found: _named(found, mark), html)
    html = ID.sub(lambda found: f'{found[1]}="{_each(found[2], mark)}"', html)
    html = ANCHOR.sub(lambda found: f'href="#{found[1]}{mark}"', html)
    return LIVE.sub("", html)


def _named(found: re.Match[str], mark: str) -> str:
    tag, attributes = found[1], found[2]
    name = NAME.search(attributes)
    if not name:
        return found[0]
    words = f"{name[1]}{mark}".replace("-", " ")
    return f'<{tag}{NAME.sub("", attributes)} aria-label="{words}">'


def _each(ids: str, mark: str) -> str:
    return " ".join(f"{one}{mark}" for one in ids.split())
