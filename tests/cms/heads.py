"""Reading the head of a page the way a search engine does."""

import json
from html.parser import HTMLParser


class Head(HTMLParser):
    """Title, meta by name or property, links by rel, and the JSON-LD of a page."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.title, self.meta, self.links, self.blocks = "", {}, [], []
        self._inside = ""
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        if tag == "title":
            self._inside = "title"
        elif tag == "meta" and ("name" in given or "property" in given):
            self.meta[given.get("name") or given["property"]] = given.get("content", "")
        elif tag == "link":
            self.links.append(given)
        elif tag == "script" and given.get("type") == "application/ld+json":
            self._inside = "data"
            self.blocks.append("")

    def handle_data(self, data):
        if self._inside == "title":
            self.title += data
        elif self._inside == "data":
            self.blocks[-1] += data

    def handle_endtag(self, tag):
        self._inside = ""

    def link(self, rel: str) -> str:
        """Return where the one link of that kind leads; nothing if there is none."""
        found = [link["href"] for link in self.links if link.get("rel") == rel]
        assert len(found) <= 1
        return found[0] if found else ""

    @property
    def graph(self) -> list[dict]:
        """Return the things the page is about."""
        (block,) = self.blocks or ['{"@graph":[]}']
        return json.loads(block)["@graph"]

    def thing(self, kind: str) -> dict:
        """Return the one thing of that type."""
        (found,) = (one for one in self.graph if kind in (one["@type"], *one["@type"]))
        return found


def head(client, path: str, **headers) -> Head:
    """Ask for a page, which must be there."""
    answer = client.get(path, **headers)
    assert answer.status_code == 200
    return Head(answer.content.decode())


def html(client, path):
    """Return what a page answers with, which is 200."""
    answer = client.get(path)
    assert answer.status_code == 200
    return answer.content.decode()
