"""Edition → view model → HTML → PDF. Sole owner of jinja2, weasyprint, babel and segno."""

from jujur.rendering.edition import Rendered, render
from jujur.rendering.inks import UnsourcedNumeral
from jujur.rendering.messages import (
    Message,
    file_name,
    render_edition_message,
    render_notice_message,
    render_receipt_message,
    wib_clock,
    wib_day,
)
from jujur.rendering.papers import render_errata, render_notice

__all__ = [
    "Message",
    "Rendered",
    "UnsourcedNumeral",
    "file_name",
    "render",
    "render_edition_message",
    "render_errata",
    "render_notice",
    "render_notice_message",
    "render_receipt_message",
    "wib_clock",
    "wib_day",
]
