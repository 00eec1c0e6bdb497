"""Templates and style sheets in another language: their literal text by the catalogue, everything else untouched."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from jinja2 import Environment

from jujur.rendering.inks import Geometry

# White space that is markup, and stays where it is.
_EDGE = r"(?:\s|&nbsp;)*"
_TEXT = re.compile(rf"^({_EDGE})(.*?)({_EDGE})$", re.DOTALL)
_ATTRIBUTE = re.compile(r'(\s(?:alt|title|aria-label|summary|placeholder)=")([^"]*)(")')
_DESCRIPTION = re.compile(r'(<meta name="description" content=")([^"]*)(")')
_LANGUAGE = re.compile(r'(<html lang=")[a-z]+(")')
_CSS_STRING = re.compile(r'"([^"]*)"')
_CSS_CONTENT = re.compile(r"content\s*:\s*[^;}]+")
Words = Callable[[str], str]


def translated_template(source: str, environment: Environment, words: Words, language: str) -> str:
    """The template with its literal text, and that of its spoken attributes, as ``words`` gives it.

    What an expression prints into a tag (a class, a colour) is wrapped, so that it is not taken for a word.
    """
    return "".join(_pieces(source, environment, words, language))


def literals(source: str, environment: Environment) -> list[str]:
    """Every literal text of a template that a reader can see or hear, in order."""
    seen: list[str] = []

    def note(text: str) -> str:
        seen.append(text)
        return text

    translated_template(source, environment, note, "")
    return seen


def translated_css(source: str, words: Words) -> str:
    """The style sheet with its generated texts as ``words`` gives them."""
    return _CSS_CONTENT.sub(
        lambda rule: _CSS_STRING.sub(lambda found: f'"{_said(found[1], words)}"', rule[0]), source
    )


def attribute(value: object) -> object:
    """The filter for what stands in a tag: words of markup are no words of the report."""
    return Geometry(value) if isinstance(value, str) else value


def _pieces(source: str, environment: Environment, words: Words, language: str) -> Iterator[str]:
    is_in_tag = False
    for _, kind, value in environment.lex(source):
        if kind == "data":
            text, is_in_tag = _data(value, is_in_tag, words, language)
            yield text
        elif kind == "variable_begin" and is_in_tag:
            yield f"{value} ("
        elif kind == "variable_end" and is_in_tag:
            yield f")|attribute {value}"
        else:
            yield value


def _data(value: str, is_in_tag: bool, words: Words, language: str) -> tuple[str, bool]:
    """A stretch of literal template, which may begin and end in the middle of a tag."""
    pieces = []
    for piece in re.split(r"([<>])", value):
        if piece == "<":
            is_in_tag = True
        elif piece == ">":
            is_in_tag = False
        elif not is_in_tag:
            piece = _said(piece, words)
        pieces.append(piece)
    markup = "".join(pieces)
    for pattern in (_ATTRIBUTE, _DESCRIPTION):
        markup = pattern.sub(lambda found: f"{found[1]}{_said(found[2], words)}{found[3]}", markup)
    return _LANGUAGE.sub(lambda found: f"{found[1]}{language}{found[2]}", markup), is_in_tag


def _said(text: str, words: Words) -> str:
    edges = _TEXT.match(text)
    assert edges is not None
    before, core, after = edges.groups()
    return f"{before}{words(core)}{after}" if any(map(str.isalpha, _bare(core))) else text


def _bare(text: str) -> str:
    """Without character references: "&nbsp;" is no word."""
    return re.sub(r"&#?\w+;", "", text)
