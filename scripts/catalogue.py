#!/usr/bin/env python3
"""What the English catalogue still lacks, and what nobody prints any more: `make catalogue`."""

from __future__ import annotations

import ast
import io
import sys
from collections.abc import Iterator
from pathlib import Path
from string import Formatter
from typing import Any

import yaml
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po, write_po
from jinja2 import nodes

from jujur.domain.figures import AreaStatus
from jujur.domain.properties import PROPERTY_NAMES, Outcome
from jujur.domain.weeks import MISTAKES
from jujur.figures import incidents, openings, recommendations, sentences
from jujur.figures.cells import LABELS as CELL_LABELS
from jujur.figures.compute import ROW_COUNTS, UNIT_COUNTS
from jujur.rendering.inks import Printer, has_digit
from jujur.rendering.language import normalised
from jujur.rendering.press import FACTS_DESCRIPTION
from jujur.rendering.templates import context_of, environment
from jujur.rendering.translating import literals, translated_css, translated_template

PROJECT = Path(__file__).resolve().parents[1]
ASSETS = PROJECT / "reports"
CATALOGUE = ASSETS / "translations" / "en" / "LC_MESSAGES" / "jujur.po"
ROOMS = PROJECT / "plugins" / "jujur"
# Modules whose texts reach no page of an edition: letters, the desk's web pages, markup.
UNPRINTED = {
    *("__init__", "messages", "web", "judgements", "masking", "disguises", "lint", "language", "translating"),
    *("accessible", "press", "outlines", "formats", "lettering", "typefaces", "boxes"),
}
# Calls whose texts are for programs or officers: ids and meanings of facts, messages of errors.
UNPRINTED_CALLS = {
    *(
        "count",
        "exact",
        "_note",
        "quote",
        "cited",
        "when",
        "digest",
        "get",
        "compile",
        "Enclosure",
        "Geometry",
    ),
    *(
        "startswith",
        "removeprefix",
        "endswith",
        "partition",
        "rpartition",
        "getattr",
        "environment",
        "replace",
    ),
}
# Words that come from choices of forms, from states of the record and from config, and are printed as they are.
WORDS = {
    "config/forms": (
        "ringan",
        "sedang",
        "berat",
        "dilaporkan",
        "terverifikasi",
        "tidak terbukti",
        "menunggu",
    ),
    "operations": ("melapor", "belum melapor", "nihil", "terbuka", "lewat waktu", "ditutup", "wilayah lain"),
    "status": ("SEMENTARA", "DIREVISI", "KOREKSI", "FINAL", "DEMONSTRASI", "TERBATAS"),
    "figures/compute.py": ("Cakupan", "Partisipasi"),
    "definition": ("kerangka", "formulir", "aturan", "ambang", "gerbang"),
    "domain/annexes.py": ("tepat waktu", "terlambat", "baris kosong", "tanpa baris", "dipakai", "ditahan"),
    "domain/editions.py": ("terbit", "ditarik", "ditolak"),
    "forms": ("terhambat", "tertunda", "belum dimulai", "berjalan sesuai jadwal"),
    "domain/weeks.py": MISTAKES,
    "rendering/annexes.py": ("harian", "mingguan", "akhir"),
    "rendering/methods.py": ("galat", "peringatan", "keterangan"),
    "tim": ("tim", "desk"),
}
HEADER = """# English words of the editions; Indonesian prevails. docs/decisions/0050-english-editions.md; `make catalogue`.
msgid ""
msgstr ""
"Project-Id-Version: jujur\\n"
"Language: en\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"

"""
# A label or a reason is short; what is longer explains something to an officer.
MOST_SPACES = 9
# So many sources are named above an entry.
MOST_PLACES = 3
Found = Iterator[tuple[str, str]]


def wanted() -> dict[str, list[str]]:
    """Every text that an edition can print, and where it comes from, in the order of the sources."""
    known: dict[str, list[str]] = {}
    for text, where in (*_templates(), *_style(), *_code(), *_tables(), *_sentences(), *config_english()):
        if any(map(str.isalpha, text)) and where not in known.setdefault(normalised(text), []):
            known[normalised(text)].append(where)
    return known


def config_english() -> dict[tuple[str, str], str]:
    """Statements of rules and names of columns, which say their English themselves, by text and source."""
    found = {}
    for path in sorted((PROJECT / "config" / "rules").glob("*.yaml")):
        for rule in _rules(yaml.safe_load(path.read_text(encoding="utf-8"))):
            # A page prints statements without their full stop.
            where = f"config/rules/{path.name}"
            found[rule["statement"].rstrip("."), where] = rule["statement_en"].rstrip(".")
    path = PROJECT / "config" / "forms" / "pungut_hitung.yaml"
    for column in yaml.safe_load(path.read_text(encoding="utf-8"))["columns"]:
        if column["kind"] == "count":
            label = f"{column['group']} {column['label']}"
            english = f"{column['group_en']}: {column['label_en']}"
            found[label, "config/forms/pungut_hitung.yaml"] = english
            found[f"TPS terisi: {label}", "config/forms/pungut_hitung.yaml"] = f"TPS filled in: {english}"
    return {key: value for key, value in found.items() if not has_digit(key[0])}


def _rules(loaded: Any) -> Iterator[dict[str, Any]]:
    if isinstance(loaded, dict):
        if "statement" in loaded:
            yield loaded
        for value in loaded.values():
            yield from _rules(value)
    elif isinstance(loaded, list):
        for value in loaded:
            yield from _rules(value)


def _templates() -> Found:
    page = environment(ASSETS, Printer())
    assert page.loader is not None
    for name in page.loader.list_templates():
        source = (ASSETS / name).read_text(encoding="utf-8")
        yield from ((text, name) for text in literals(source, page))
        # Seen as a translated edition sees it, what is printed into tags is no word.
        wrapped = page.parse(translated_template(source, page, str, "id"))
        yield from ((text, name) for text in _constants(wrapped))


def _constants(tree: nodes.Template) -> Iterator[str]:
    for output in tree.find_all(nodes.Output):
        for node in output.nodes:
            yield from _printed(node)


def _printed(node: nodes.Node) -> Iterator[str]:
    if isinstance(node, nodes.CondExpr):
        yield from (*_printed(node.expr1), *(_printed(node.expr2) if node.expr2 else ()))
    elif isinstance(node, nodes.Const) and isinstance(node.value, str):
        yield node.value


def _style() -> Found:
    seen: list[str] = []

    def note(text: str) -> str:
        seen.append(text)
        return text

    translated_css((ASSETS / "css" / "edition.css").read_text(encoding="utf-8"), note)
    yield from ((text, "css/edition.css") for text in seen)


def _code() -> Found:
    for path in sorted((ROOMS / "rendering").glob("*.py")):
        if path.stem in UNPRINTED:
            continue
        yield from ((text, path.name) for text in _spoken(ast.parse(path.read_text(encoding="utf-8"))))


def _spoken(tree: ast.AST) -> Iterator[str]:
    """Texts with a space or a capital in them, and whatever is yielded or returned: words of programs are neither."""
    if isinstance(tree, ast.Raise | ast.JoinedStr | ast.Subscript | ast.Compare):
        return
    if isinstance(tree, ast.Call) and _name(tree.func) in UNPRINTED_CALLS:
        return
    if isinstance(tree, ast.Assign) and isinstance(tree.value, ast.Constant):
        return
    if isinstance(tree, ast.Return | ast.Yield) and tree.value is not None:
        yield from _branches(tree.value)
    body = getattr(tree, "body", None)
    for child in ast.iter_child_nodes(tree):
        is_first = isinstance(body, list) and child is body[0]
        is_docstring = is_first and isinstance(child, ast.Expr) and isinstance(child.value, ast.Constant)
        if isinstance(child, ast.Constant) and isinstance(child.value, str):
            if _is_sentence(child.value):
                yield child.value
        elif not is_docstring:
            yield from _spoken(child)


def _is_sentence(text: str) -> bool:
    is_name = text.isupper() and " " not in text
    return not is_name and (text.strip() != text or " " in text or text[:1].isupper())


def _branches(node: ast.AST) -> Iterator[str]:
    if isinstance(node, ast.IfExp):
        yield from (*_branches(node.body), *_branches(node.orelse))
    elif isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value


def _name(node: ast.AST) -> str:
    return node.attr if isinstance(node, ast.Attribute) else node.id if isinstance(node, ast.Name) else ""


def _tables() -> Found:
    yield from _attachments()
    for where, words in WORDS.items():
        yield from ((word, where) for word in words)
    yield from ((name, "domain/properties.py") for name in PROPERTY_NAMES.values())
    yield from ((one.value, "domain/properties.py") for one in Outcome)
    yield from ((one.value, "domain/figures.py") for one in AreaStatus)
    yield from ((label, "figures/compute.py") for label, _ in UNIT_COUNTS.values())
    yield from ((label, "figures/compute.py") for label in ROW_COUNTS.values())
    yield from ((label, "figures/openings.py") for label in openings.LABELS.values())
    yield from ((label, "figures/incidents.py") for label, _ in incidents.KINDS.values())
    for form in ("TPS yang dipakai", "formulir kejadian"):
        yield from ((f"{state}, {form}", "figures/cells.py") for state in CELL_LABELS.values())
    for name in ("compute", "gate_figures", "incidents", "comparison", "claims"):
        tree = ast.parse((ROOMS / "figures" / f"{name}.py").read_text(encoding="utf-8"))
        yield from ((text, f"figures/{name}.py") for text in _figure_words(tree))


def _attachments() -> Found:
    """What the attachments are called in the list of a reader."""
    for name in ("operations/enclosing.py", "rendering/inside.py"):
        for call in ast.walk(ast.parse((ROOMS / name).read_text(encoding="utf-8"))):
            if isinstance(call, ast.Call) and _name(call.func) in ("_table", "Enclosure"):
                yield from ((text, name) for text in _branches(call.args[1]))
    yield FACTS_DESCRIPTION, "rendering/press.py"


def _figure_words(tree: ast.Module) -> Iterator[str]:
    """Labels of figures, reasons of the gate, obstacles to a comparison: texts that hold a space, outside messages of errors."""
    for function in ast.walk(tree):
        if isinstance(function, ast.Assign) and isinstance(function.value, ast.Constant):
            yield from (value for value in [function.value.value] if isinstance(value, str) and " " in value)
        elif isinstance(function, ast.FunctionDef | ast.Assign):
            yield from (
                text for text in _spoken(function) if " " in text.strip() and text.count(" ") < MOST_SPACES
            )


def _sentences() -> Found:
    for sentence in (*sentences.CATALOGUE, *sentences.OF_A_WEEK):
        for words, _, _, _ in Formatter().parse(sentence.text):
            yield words, f"figures/sentences.py {sentence.id}"
    for rule in recommendations.RULES:
        because = (words for words, _, _, _ in Formatter().parse(rule.because))
        yield from (
            (text, f"figures/recommendations.py {rule.id}") for text in (rule.office, rule.advice, *because)
        )


def missing(entries: Catalog) -> dict[str, list[str]]:
    """Texts without an entry, or with an empty one."""
    done = {one.id for one in entries if one.id and one.string and not one.context}
    return {text: where for text, where in wanted().items() if text not in done}


def stale(entries: Catalog) -> list[str]:
    """Entries of texts that nothing prints any more, and of contexts in which they do not stand."""
    known = wanted()
    contexts = {context_of(where) for places in known.values() for where in places} | {"act"}
    return [
        str(one.id)
        for one in entries
        if one.id and (one.id not in known or (one.context and one.context not in contexts))
    ]


def read() -> Catalog:
    """The catalogue as it is; an empty one before there is any."""
    if not CATALOGUE.exists():
        return Catalog("en")
    with CATALOGUE.open("rb") as stream:
        return read_po(stream, locale="en")


def write(entries: Catalog) -> None:
    """The catalogue in the order of its sources, without dates and line numbers: a difference is a change of words."""
    places, ordered = wanted(), Catalog("en")
    for text, where in places.items():
        for context in (None, *sorted({one.context for one in entries if one.id == text and one.context})):
            kept = entries.get(text, context)
            english = str(kept.string) if kept else ""
            for place in where:
                english = english or config_english().get((text, place), "")
            ordered.add(text, english, auto_comments=[", ".join(where[:MOST_PLACES])], context=context)
    out = io.BytesIO()
    write_po(out, ordered, omit_header=True, width=0)
    CATALOGUE.parent.mkdir(parents=True, exist_ok=True)
    CATALOGUE.write_text(HEADER + out.getvalue().decode("utf-8").strip() + "\n", encoding="utf-8")


def main() -> int:
    """Adds an empty entry for every new text, takes out the stale ones, and lists what must be translated."""
    entries = read()
    gone = stale(entries)
    write(entries)
    left = missing(read())
    for text in gone:
        print(f"no longer printed: {text!r}")
    for text, where in left.items():
        print(f"to be translated: {text!r} ({', '.join(where)})")
    print(f"{CATALOGUE.relative_to(PROJECT)}: {len(left)} to be translated, {len(gone)} taken out")
    return 1 if left else 0


if __name__ == "__main__":
    sys.exit(main())
