"""What stands outside docs/ and is linked from it comes into the site; all else that is linked there loses its link."""

import posixpath
import re
from pathlib import Path

from mkdocs.structure.files import File

ROOT = Path(__file__).resolve().parents[2]
PAGES = {"README.md": "index.md", "helm/paperspace-operator/README.md": "chart.md"}
# Code is matched first, so that what looks like a link in it stays.
LINK = re.compile(r"```.*?```|`[^`\n]*`|\[([^\]]*)\]\(([^)\s]+)\)", re.DOTALL)


def on_files(files, config):
    for source, page in PAGES.items():
        files.append(File.generated(config, page, content=(ROOT / source).read_text()))
    for example in sorted((ROOT / "examples").glob("*.yaml")):
        files.append(File.generated(config, f"examples/{example.name}", abs_src_path=str(example)))
    # The tables are wide.
    files.append(File.generated(config, "site.css", content=".md-grid { max-width: 90rem }\n"))
    return files


def on_page_markdown(markdown, page, config, files):
    generated = {uri: source for source, uri in PAGES.items()}
    source = generated.get(page.file.src_uri, f"docs/{page.file.src_uri}")

    def link(found):
        text, target = found.groups()
        if target is None:
            return found.group()
        path, anchor, name = target.partition("#")
        if not path or ":" in target:
            return found.group()
        path = posixpath.normpath(posixpath.join(posixpath.dirname(source), path))
        uri = PAGES.get(path, path.removeprefix("docs/"))
        known = files.get_file_from_path(uri) and (path in PAGES or path.startswith(("docs/", "examples/")))
        if known:
            return f"[{text}]({uri}{anchor}{name})"
        elsewhere = (ROOT / path).exists() and not path.startswith("docs/")
        return text if elsewhere else found.group()

    return LINK.sub(link, markdown)
