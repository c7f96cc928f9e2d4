"""Turns the API's schema into what its page shows: routes in groups, fields in rows, examples."""

import json
from dataclasses import dataclass
from typing import Any

JSON = "application/json"
METHODS = ("get", "post", "put", "patch", "delete")
SAMPLES = {
    "date-time": "2026-11-24T14:00:00Z",
    "date": "2026-11-24",
    "email": "asha@example.org",
    "uri": "https://peerlearn.example/",
    "binary": "(a file)",
}
PLAIN: dict[str, Any] = {"integer": 1, "number": 4.5, "boolean": True, "string": "text"}
Node = dict[str, Any]


@dataclass(frozen=True)
class Field:
    """One value of a body: its path as in `mentor.name` or `steps[].title`, type and words."""

    name: str
    kind: str
    required: bool
    text: str

    @property
    def about(self) -> str:
        """Return type and limits in words."""
        return self.kind if self.required else f"{self.kind}, may be left out"


@dataclass(frozen=True)
class Example:
    """A body as it is sent or answered."""

    name: str
    text: str


@dataclass(frozen=True)
class Answer:
    """What a status means, and the body it comes with."""

    status: str
    text: str
    fields: list[Field]
    examples: list[Example]


@dataclass(frozen=True)
class Route:
    """One method of one address."""

    method: str
    path: str
    summary: str
    text: str
    open: bool
    parameters: list[Field]
    body: list[Field]
    sent: list[Example]
    answers: list[Answer]

    @property
    def anchor(self) -> str:
        """Return the name a link inside the page can use."""
        words = self.path.strip("/").replace("{", "").replace("}", "").split("/")
        return "-".join([self.method.lower(), *words[1:]])

    @property
    def good(self) -> list[Answer]:
        """Return the answers that are no refusal."""
        return [answer for answer in self.answers if answer.status < "400"]

    @property
    def refusals(self) -> list[Answer]:
        """Return the refusals."""
        return [answer for answer in self.answers if answer.status >= "400"]


def groups(schema: Node) -> list[tuple[str, list[Route]]]:
    """Return the routes of an OpenAPI document under their first tag, in its order."""
    reader = Reader(schema.get("components", {}).get("schemas", {}))
    found: dict[str, list[Route]] = {}
    for path, operations in schema["paths"].items():
        for method in METHODS:
            if method in operations:
                operation = operations[method]
                tag = operation.get("tags", ["other"])[0]
                found.setdefault(tag, []).append(reader.route(path, method, operation))
    return list(found.items())


class Reader:
    """Reads operations, following references into the document's components."""

    def __init__(self, components: dict[str, Node]) -> None:
        self.components = components

    def route(self, path: str, method: str, operation: Node) -> Route:
        """Return one operation as it is shown."""
        body = operation.get("requestBody", {}).get("content", {}).get(JSON, {})
        summary = operation.get("summary", "")
        text = operation.get("description", "")
        return Route(
            method=method.upper(),
            path=path,
            summary=summary,
            text=text.removeprefix(text.split("\n", 1)[0]).strip(),
            open={} in operation.get("security", [{}]),
            parameters=[self._parameter(one) for one in operation.get("parameters", [])],
            body=self.fields(body.get("schema", {})),
            sent=self._examples(body),
            answers=[self._answer(*pair) for pair in sorted(operation["responses"].items())],
        )

    def fields(self, node: Node, prefix: str = "") -> list[Field]:
        """Return every value of a body, nested ones after what holds them."""
        node = self._whole(node)
        if "oneOf" in node:
            return [row for option in node["oneOf"] for row in self.fields(option, prefix)]
        if node.get("type") == "array":
            return self.fields(node["items"], f"{prefix}[]")
        rows = []
        for name, child in node.get("properties", {}).items():
            path = f"{prefix}.{name}" if prefix else name
            whole = self._whole(child)
            required = name in node.get("required", [])
            rows.append(Field(path, self._kind(whole), required, whole.get("description", "")))
            rows += self.fields(whole, path)
        return rows

    def sample(self, node: Node) -> Any:
        """Return a value the schema allows, to show what a body looks like."""
        node = self._whole(node)
        if "oneOf" in node:
            return self.sample(node["oneOf"][0])
        if "default" in node or "enum" in node:
            return node.get("default", node.get("enum", [None])[0])
        if node.get("type") == "array":
            return [self.sample(node["items"])]
        if node.get("type") == "object" or "properties" in node:
            return {name: self.sample(child) for name, child in node.get("properties", {}).items()}
        if "minimum" in node:
            return max(node["minimum"], 1)
        return SAMPLES.get(node.get("format", ""), PLAIN.get(node.get("type", ""), "text"))

    def _whole(self, node: Node) -> Node:
        """Return a node with its references filled in; what stands beside them wins."""
        parts = [*node.get("allOf", []), *([{"$ref": node["$ref"]}] if "$ref" in node else [])]
        whole: Node = {}
        for part in parts:
            name = part.get("$ref", "").rsplit("/", 1)[-1]
            whole |= self._whole(self.components[name]) if name else self._whole(part)
        if parts:
            # Of a component's own words only those of the place that uses it are of interest.
            whole.pop("description", None)
        return whole | {key: value for key, value in node.items() if key not in ("$ref", "allOf")}

    def _kind(self, node: Node) -> str:
        if "oneOf" in node:
            words = {self._kind(self._whole(option)) for option in node["oneOf"]} - {""}
            return " or ".join(sorted(words))
        if "enum" in node:
            return " or ".join(str(value) for value in node["enum"] if value not in ("", None))
        kind = node.get("type", "")
        if kind == "array":
            return f"list of {self._kind(self._whole(node['items']))}"
        limits = [
            f"{words} {node[key]}"
            for key, words in (("minimum", "at least"), ("maximum", "at most"))
            if key in node and abs(node[key]) < 10**9
        ]
        if "maxLength" in node:
            limits.append(f"at most {node['maxLength']} signs")
        if node.get("nullable"):
            limits.append("or null")
        return ", ".join([node.get("format", kind) if kind == "string" else kind, *limits])

    def _parameter(self, parameter: Node) -> Field:
        schema = self._whole(parameter.get("schema", {}))
        words = parameter.get("description", "")
        where = "in the address" if parameter["in"] == "path" else f"in the {parameter['in']}"
        text = f"{words} ({where})" if words else where
        return Field(
            parameter["name"], self._kind(schema), parameter.get("required", False), text.strip()
        )

    def _answer(self, status: str, answer: Node) -> Answer:
        content = answer.get("content", {}).get(JSON, {})
        is_refusal = status >= "400"
        return Answer(
            status=status,
            text=answer.get("description", ""),
            fields=[] if is_refusal else self.fields(content.get("schema", {})),
            examples=self._examples(content, invent=not is_refusal),
        )

    def _examples(self, content: Node, *, invent: bool = True) -> list[Example]:
        given = content.get("examples", {})
        if given:
            return [
                Example(one.get("summary", name), _pretty(one["value"]))
                for name, one in given.items()
            ]
        if not invent or not content.get("schema"):
            return []
        return [Example("a body", _pretty(self.sample(content["schema"])))]


def _pretty(value: Any) -> str:
    return json.dumps(value, indent=2, ensure_ascii=False, default=str)
