"""Writes docs/licences.md from target/bom.json (--update), or fails where the page says something else.

A component without a licence, or with one nobody looked at, fails it too.
"""

import json
import sys
from pathlib import Path

# What may be linked into a program under the Apache License 2.0.
ALLOWED = {"Apache-2.0", "MIT", "MIT-0", "BSD-2-Clause", "BSD-3-Clause", "EPL-1.0", "EPL-2.0", "LGPL-2.1-only"}
# As some say it.
ALIASES = {"Apache 2 License": "Apache-2.0"}
ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "docs/licences.md"
HEAD = """<!-- Generated from target/bom.json; .ci/supply-chain --update writes it anew. -->

# Licences

The operator is under the Apache License 2.0. What comes with it in the image, beside the Java runtime and its base image, with the
licences it is offered under; the versions are in `bom.json` of a release:

| Component | Licence |
| --- | --- |
"""


def licences(component):
    for entry in component.get("licenses", []):
        licence = entry.get("license", {})
        name = entry.get("expression") or licence.get("id") or licence.get("name")
        yield ALIASES.get(name, name)


def main():
    bom = json.loads((ROOT / "target/bom.json").read_text())
    rows, bad = [], []
    for component in bom["components"]:
        name = ":".join(filter(None, [component.get("group"), component["name"]]))
        under = sorted(set(licences(component)))
        # One that may be chosen is enough.
        if not ALLOWED.intersection(under):
            bad.append(f"{name}: {', '.join(under) or 'no licence'}")
        rows.append(f"| {name} | {' or '.join(under)} |")
    if bad:
        sys.exit("FAILED: look at these licences, and add them to .ci/licences.py if they may be used:\n" + "\n".join(bad))
    page = HEAD + "\n".join(sorted(rows)) + "\n"
    if "--update" in sys.argv:
        PAGE.write_text(page)
    elif not PAGE.exists() or PAGE.read_text() != page:
        sys.exit("FAILED: docs/licences.md is not what target/bom.json says; run .ci/supply-chain --update")
    print(f"{len(rows)} components, each under a licence that is allowed")


main()
