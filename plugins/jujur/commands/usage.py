"""A slip at the terminal, a file that is not there or an option left out, answered in Indonesian like everything else."""

from __future__ import annotations

import re
import sys

import typer
from typer.exceptions import TyperException

# The library's own words and ours for them; the first that fits.
_SENTENCES = tuple(
    (re.compile(pattern, re.DOTALL), sentence)
    for pattern, sentence in (
        (r"(?:file|directory|path) '(.*)' does not exist\.?", "Berkas “{0}” tidak ada; periksa nama dan foldernya."),
        (r"file '(.*)' is a directory\.?", "“{0}” adalah folder; sebutkan berkasnya satu per satu."),
        (r"(?:file|directory|path) '(.*)' is not readable\.?", "Berkas “{0}” tidak boleh dibaca oleh pengguna ini."),
        (r"No such command '(.*?)'.*", "Perintah “{0}” tidak dikenal."),
        (r"No such option: (\S+).*", "Pilihan {0} tidak dikenal."),
        (
            r"Got unexpected extra argument(?:\(s\)|s)? \((.*)\)",
            "Isian “{0}” berlebih; tulis nama yang memuat spasi dalam tanda kutip.",
        ),
        (r"Option '(.*)' requires an argument\.?", "Pilihan {0} belum diikuti isinya."),
    )
)  # fmt: skip


def run(app: typer.Typer, name: str) -> None:
    """Run the command line; exits with 2 and one sentence for a slip, with the command's own code otherwise."""
    try:
        status = app(prog_name=name, standalone_mode=False)
    except typer.Abort:
        typer.echo("Dibatalkan.", err=True)
        sys.exit(1)
    except TyperException as slip:
        # Without words: the help is printed already, for a group of commands that was called alone.
        words = _sentence(slip)
        if words:
            typer.echo(f"Gagal: {words} Bantuan: {_command(slip, name)} --help", err=True)
        sys.exit(2)
    sys.exit(status if isinstance(status, int) else 0)


def _sentence(slip: TyperException) -> str:
    message = str(getattr(slip, "message", "")).strip()
    for pattern, sentence in _SENTENCES:
        found = pattern.fullmatch(message)
        if found:
            return f"{sentence.format(*found.groups())}{_meant(slip)}"
    asked = _asked(slip)
    if asked and not message:
        return f"{asked} wajib diisi."
    if asked:
        return f"{asked} tidak dapat dipakai ({message.rstrip('.')})."
    return message


def _meant(slip: TyperException) -> str:
    close = getattr(slip, "possibilities", None)
    return f" Mungkin maksud Anda {' atau '.join(close)}." if close else ""


def _asked(slip: TyperException) -> str:
    """ "Pilihan --form", or "Isian FILES" for what has no name on the command line."""
    names = getattr(getattr(slip, "param", None), "opts", None) or [""]
    if names[0].startswith("-"):
        return f"Pilihan {names[0]}"
    return f"Isian {names[0].upper()}" if names[0] else ""


def _command(slip: TyperException, name: str) -> str:
    return str(getattr(getattr(slip, "ctx", None), "command_path", name))
