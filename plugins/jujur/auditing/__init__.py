"""Reads the finished PDF or email back and holds it against the figures. Sole owner of pdfplumber, pikepdf and pypdfium2."""

from jujur.auditing.audit import audit, examine
from jujur.auditing.exchange import figure_to_json, figures_from_json
from jujur.auditing.figures_in_words import number_words
from jujur.auditing.letters import altered_letter, audit_letter
from jujur.auditing.markup import read_markup
from jujur.auditing.papers import audit_errata, audit_notice
from jujur.auditing.places import audit_places
from jujur.auditing.promises import CHECKED
from jujur.auditing.reading import read_facts, read_text
from jujur.auditing.wording import audit_words

__all__ = [
    "CHECKED",
    "altered_letter",
    "audit",
    "audit_errata",
    "audit_letter",
    "audit_notice",
    "audit_places",
    "audit_words",
    "examine",
    "figure_to_json",
    "figures_from_json",
    "number_words",
    "read_facts",
    "read_markup",
    "read_text",
]
