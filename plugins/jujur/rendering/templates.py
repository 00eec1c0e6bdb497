"""The template environment: strict, linted, autoescaped, and with the printer as its only way out."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from types import CodeType

from jinja2 import BaseLoader, Environment, StrictUndefined, TemplateNotFound
from jinja2.bccache import Bucket, BytecodeCache

from jujur.domain.errors import ConfigurationError
from jujur.rendering.inks import Printer
from jujur.rendering.language import is_translating, spoken_language, translate
from jujur.rendering.lint import lint_css, lint_template
from jujur.rendering.translating import attribute, translated_css, translated_template

SUFFIX = ".j2"


class LintedLoader(BaseLoader):
    """Loads templates from one folder and refuses those that fail the lint (P15)."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder.resolve()

    def get_source(self, environment: Environment, template: str) -> tuple[str, str, Callable[[], bool]]:
        """The source of a clean template; raises ConfigurationError for one that fails the lint."""
        path = (self._folder / template).resolve()
        if not path.is_relative_to(self._folder) or not path.is_file():
            raise TemplateNotFound(template)
        source = path.read_text(encoding="utf-8")
        if problems := _lint(source):
            raise ConfigurationError(f"templat {template}: {'; '.join(problems)}")
        if is_translating():
            source = translated_template(
                source, environment, lambda text: translate(text, context_of(template)), spoken_language()
            )
            if problems := _lint(source):
                raise ConfigurationError(f"terjemahan templat {template}: {'; '.join(problems)}")
        return source, str(path), lambda: True

    def list_templates(self) -> list[str]:
        """All templates below the folder."""
        return sorted(str(path.relative_to(self._folder)) for path in self._folder.rglob(f"*{SUFFIX}"))


@lru_cache(maxsize=512)
def _lint(source: str) -> tuple[str, ...]:
    """What the lint says of a source; the same source is looked at once in a process."""
    return tuple(lint_template(source, Environment(autoescape=True, trim_blocks=True, lstrip_blocks=True)))


class _Compiled(BytecodeCache):
    """Templates that this process has compiled, by language, name and source: a good part of the time of an edition (BENCH.md).

    Words that a template prints as they stand are finished while it is compiled, so that a language has its own.
    """

    def __init__(self) -> None:
        self._kept: dict[str, tuple[str, CodeType]] = {}

    def get_cache_key(self, name: str, filename: str | None = None) -> str:
        return f"{spoken_language()}/{super().get_cache_key(name, filename)}"

    def load_bytecode(self, bucket: Bucket) -> None:
        checksum, code = self._kept.get(bucket.key, ("", None))
        if checksum == bucket.checksum:
            bucket.code = code

    def dump_bytecode(self, bucket: Bucket) -> None:
        if bucket.code is not None:
            self._kept[bucket.key] = (bucket.checksum, bucket.code)


_COMPILED = _Compiled()


def context_of(template: str) -> str:
    """The name of a template in the catalogue: "sections/head"."""
    return template.split(".", 1)[0]


def environment(assets: Path, printer: Printer) -> Environment:
    """A fresh environment: the printer belongs to one edition, in the language that is being printed."""
    page = Environment(
        loader=LintedLoader(assets),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=printer,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=False,
        bytecode_cache=_COMPILED,
    )
    page.filters["attribute"] = attribute
    return page


def style_sheet(assets: Path) -> str:
    """The style sheet, linted, its generated texts in the language that is being printed."""
    source = (assets / "css" / "edition.css").read_text(encoding="utf-8")
    if problems := lint_css(source):
        raise ConfigurationError(f"css/edition.css: {'; '.join(problems)}")
    return translated_css(source, translate) if is_translating() else source
