"""Schema.org's vocabulary, as far as our pages use it, and a check of JSON-LD against it.

schemaorg.json is cut out of the npm package schema-dts (Apache 2.0), which is generated from
schema.org's own definitions. To cut it anew, with more types:

    npm pack schema-dts && tar xzf schema-dts-*.tgz
    python -m tests.support.schemaorg package/dist/schema.d.ts package/package.json
"""

import json
import re
import sys
from datetime import date, datetime
from pathlib import Path
from typing import Any

HERE = Path(__file__).with_name("schemaorg.json")
USED = [
    "AggregateRating", "Answer", "BreadcrumbList", "Course", "CourseInstance", "EducationEvent",
    "EntryPoint", "FAQPage", "ItemList", "ListItem", "Offer", "Organization", "Person",
    "ProfilePage", "Question", "Rating", "Review", "SearchAction", "Thing", "VirtualLocation",
    "WebSite",
]  # fmt: skip
ENUMERATIONS = ["EventAttendanceModeEnumeration", "EventStatusType", "ItemAvailability"]
BASE = re.compile(
    r"^(?:export )?interface (\w+)(?:Base|Leaf) extends ([^{]+) \{(.*?)^\}", re.M | re.S
)
PROPERTY = re.compile(r'^    "([^"]+)"\??: SchemaValue<(.+), "[^"]+">;', re.M)
# Google's way to mark the input of an action, described on schema.org/docs/actions.html.
ANNOTATIONS = {"query-input"}
DURATION = re.compile(r"P(?=.)(\d+D)?(T(?=.)(\d+H)?(\d+M)?(\d+S)?)?")
ADDRESS = re.compile(r"https?://[^\s<>\"{}]+")


def check(thing: Any, where: str = "") -> list[str]:
    """Return what schema.org would not understand of a thing: types, properties, values."""
    types = _types(thing)
    where = where or "/".join(types)
    if not types:
        return [] if set(thing) == {"@id"} else [f"{where}: no @type"]
    unknown = [name for name in types if name not in TYPES]
    if unknown:
        return [f"{where}: unknown type {name}" for name in unknown]
    known: dict[str, list[str]] = {}
    for name in types:
        known |= _properties(name)
    faults = []
    for key, value in thing.items():
        place = f"{where}.{key}"
        if key.startswith("@") or key in ANNOTATIONS:
            continue
        if key not in known:
            faults.append(f"{place}: no such property")
            continue
        for one in value if isinstance(value, list) else [value]:
            faults += _value(one, known[key], place)
    return faults


def _types(thing: Any) -> list[str]:
    named = thing.get("@type", [])
    return [named] if isinstance(named, str) else list(named)


def _value(value: Any, expected: list[str], place: str) -> list[str]:
    if isinstance(value, dict):
        types = _types(value)
        fits = not types or any(set(_ancestors(name)) & set(expected) for name in types)
        wrong = [] if fits else [f"{place}: {types} is none of {expected}"]
        return wrong + check(value, place)
    if any(_is(value, name) for name in expected):
        return []
    return [f"{place}: {value!r} is none of {expected}"]


def _is(value: Any, name: str) -> bool:
    if isinstance(value, bool):
        return name == "Boolean"
    if isinstance(value, int | float):
        return name in ("Number", "Float") or (name == "Integer" and isinstance(value, int))
    if name in VOCABULARY["enumerations"]:
        return value in VOCABULARY["enumerations"][name]
    if name in ("URL", "ImageObject"):
        return bool(ADDRESS.fullmatch(value))
    if name == "DateTime":
        return _zoned(value)
    if name == "Date":
        return _parses(value, date.fromisoformat)
    if name == "Duration":
        return bool(DURATION.fullmatch(value))
    return name in ("Text", "Language") and bool(value.strip())


def _zoned(value: str) -> bool:
    return (
        _parses(value, datetime.fromisoformat) and datetime.fromisoformat(value).tzinfo is not None
    )


def _parses(value: str, how: Any) -> bool:
    try:
        how(value)
    except ValueError:
        return False
    return True


def _ancestors(name: str) -> list[str]:
    found = [name]
    for parent in TYPES.get(name, {}).get("parents", []):
        found += _ancestors(parent)
    return found


def _properties(name: str) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for one in _ancestors(name):
        found |= TYPES[one]["properties"]
    return found


def cut(text: str, version: str) -> dict[str, Any]:
    """Return the types we use, with all above them, out of schema-dts's definitions."""
    every = {}
    for name, above, body in BASE.findall(text):
        parents = [parent.strip().removesuffix("Base") for parent in above.split(",")]
        parents = [parent for parent in parents if parent.isidentifier() and parent != name]
        one = every.setdefault(name, {"parents": [], "properties": {}})
        one["parents"] += [parent for parent in parents if parent not in one["parents"]]
        for prop, types in PROPERTY.findall(body):
            one["properties"][prop] = [t for t in types.split(" | ") if t != "IdReference"]
    every["Thing"]["parents"] = []
    wanted, queue = set(), list(USED)
    while queue:
        name = queue.pop()
        if name not in wanted:
            wanted.add(name)
            queue += every[name]["parents"]
    enumerations = {}
    for name in ENUMERATIONS:
        line = re.search(rf"^export type {name} = (.+);$", text, re.M)
        enumerations[name] = re.findall(r'"(https://[^"]+)"', line[1])
    return {
        "source": f"schema-dts {version}",
        "types": {name: every[name] for name in sorted(wanted)},
        "enumerations": enumerations,
    }


if __name__ == "__main__":
    definitions, package = (Path(name).read_text() for name in sys.argv[1:3])
    found = cut(definitions, json.loads(package)["version"])
    HERE.write_text(json.dumps(found, indent=None, separators=(",", ":"), sort_keys=True) + "\n")

VOCABULARY = json.loads(HERE.read_text())
TYPES = VOCABULARY["types"]
