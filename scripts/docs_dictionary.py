"""The data dictionary: one page a language, every form with its unit, its key and all its columns."""

from __future__ import annotations

from docs_sources import ELECTIONS, GENERATED, Language, Sources, table

from jujur.record.form_tables import COMMON, row_table
from jujur.settings.form_shapes import ColumnEntry, FormFile

WORDS: dict[Language, dict[str, str]] = {
    "id": {
        "title": "Kamus data",
        "other": "[English](DATA-DICTIONARY.md)",
        "intro": "Satu definisi untuk setiap formulir (`config/forms/*.yaml`) membuat buku kerja kosong, kontrak "
        "pembacaan, suite Great Expectations, tabel catatan, label laporan, dan halaman ini. Aturan atas "
        "isian ini: [ATURAN.md](ATURAN.md).",
        "kinds": "Jenis isian",
        "kind": "jenis",
        "format": "bentuk sesudah dibaca",
        "tables": "Lajur yang dimiliki setiap baris",
        "tables_intro": "Setiap formulir mempunyai tabel `row_<formulir>` dalam catatan: lajur di bawah ini, lalu lajur "
        "formulirnya. Keadaan sel yang bukan nilai (kosong, tidak berlaku, ditahan, …) disimpan di `states`, "
        "bukan di lajurnya.",
        "column": "lajur",
        "meaning": "arti",
        "unit": "Satu baris adalah",
        "key": "Kunci",
        "no_key": "tidak ada; setiap baris satu kejadian tersendiri",
        "nil": "Boleh NIHIL (dikonfirmasi pengirim); banyaknya baris tidak tetap.",
        "fixed": "Barisnya sudah disediakan, satu untuk setiap satuan dalam kerangka.",
        "version": "versi",
        "name": "nama",
        "group": "kelompok",
        "label": "label",
        "type": "tipe tabel",
        "choices": "pilihan",
        "note": "catatan",
        "aliases": "ejaan lain pada kepala tabel",
        "is_key": "**kunci**",
        "is_prefilled": "diisi desk",
        "names": "nama atau nomor {level}",
        "only": "hanya {election}",
    },
    "en": {
        "title": "Data dictionary",
        "other": "[Bahasa Indonesia](KAMUS-DATA.md)",
        "intro": "One definition per form (`config/forms/*.yaml`) makes the blank workbook, the reading contract, the "
        "Great Expectations suite, the record's table, the report's labels, and this page. The rules about "
        "these columns: [RULES.md](RULES.md). Choices, notes and header spellings are what teams read and "
        "write, so they stay in Indonesian.",
        "kinds": "Kinds of columns",
        "kind": "kind",
        "format": "form once read",
        "tables": "Columns of every row",
        "tables_intro": "Each form has a table `row_<form>` in the record: the columns below, then those of the form. The "
        "state of a cell that is not a value (blank, not applicable, held, …) is kept in `states`, not in "
        "its column.",
        "column": "column",
        "meaning": "meaning",
        "unit": "One row is",
        "key": "Key",
        "no_key": "none; every row is an event of its own",
        "nil": "May be NIHIL (nothing to report, confirmed by the sender); any number of rows.",
        "fixed": "Its rows are given, one for each unit in the frame.",
        "version": "version",
        "name": "name",
        "group": "group",
        "label": "label",
        "type": "table type",
        "choices": "choices",
        "note": "note",
        "aliases": "other header spellings",
        "is_key": "**key**",
        "is_prefilled": "filled in by the desk",
        "names": "name or number of a {level}",
        "only": "{election} only",
    },
}

KINDS: dict[str, dict[Language, str]] = {
    "code": {"id": "kode, teks apa adanya: 001 tetap 001", "en": "code, text as it is: 001 stays 001"},
    "count": {"id": "jumlah, bilangan bulat ≥ 0", "en": "count, a whole number ≥ 0"},
    "decimal": {"id": "desimal, teks eksak: 12.5", "en": "decimal, exact text: 12.5"},
    "date": {"id": "tanggal: 2024-02-14", "en": "date: 2024-02-14"},
    "time": {"id": "jam WIB: 07:15", "en": "time of day, WIB: 07:15"},
    "text": {"id": "teks", "en": "text"},
    "choice": {"id": "salah satu pilihan", "en": "one of the choices"},
    "instant": {
        "id": "tanggal dan jam, ISO 8601 dengan selisih zona: 2024-02-14T07:15:00+07:00",
        "en": "date and time, ISO 8601 with its offset: 2024-02-14T07:15:00+07:00",
    },
}

UNITS: dict[str, dict[Language, str]] = {
    "tps": {"id": "satu TPS", "en": "a polling station (TPS)"},
    "kelurahan": {"id": "satu kelurahan", "en": "a kelurahan"},
    "kecamatan": {"id": "satu kecamatan", "en": "a kecamatan"},
}
EVENT: dict[Language, str] = {
    "id": "satu kejadian atau butir dari satu kecamatan",
    "en": "an event or item of one kecamatan",
}

COMMON_MEANINGS: dict[str, dict[Language, str]] = {
    "submission_id": {"id": "kiriman yang memuat baris ini", "en": "the submission that holds the row"},
    "row_id": {
        "id": "sha256 berkas, lembar, dan nomor baris",
        "en": "the file's sha256, sheet and row number",
    },
    "sheet": {"id": "lembar dalam berkas pengirim", "en": "sheet in the sender's file"},
    "row_number": {
        "id": "nomor baris dalam lembar itu, mulai 1",
        "en": "row number in that sheet, from 1",
    },
    "unit_code": {"id": "kode satuan laporan", "en": "code of the reporting unit"},
    "area_code": {
        "id": "kelurahan, atau wilayah tim bila tidak diketahui",
        "en": "the kelurahan, or the team's area where that is unknown",
    },
    "kecamatan_code": {"id": "kecamatan", "en": "the kecamatan"},
    "period_start": {"id": "awal masa laporan, UTC", "en": "start of the reporting period, UTC"},
    "content_digest": {
        "id": "ringkasan isi, untuk mengenali baris kembar",
        "en": "digest of the content, to recognise equal rows",
    },
    "has_content": {
        "id": "1 bila tim mengisi sesuatu, 0 bila tidak",
        "en": "1 when the team filled in anything, else 0",
    },
    "states": {
        "id": "keadaan sel yang bukan nilai biasa, JSON",
        "en": "states of cells that are not plain values, JSON",
    },
    "item_code": {
        "id": "nomor butir, pada formulir kejadian yang mempunyai kunci",
        "en": "number of the item, in a form of events that has a key",
    },
    "sealed_in": {
        "id": "nomor transaksi yang menulisnya; segelnya di buku besar",
        "en": "number of the transaction that wrote it; its seal stands in the ledger",
    },
}


def dictionary_page(sources: Sources, language: Language) -> str:
    """Every form, and in it every column of every kind of election.

    :raises SystemExit: a column that all tables share has no meaning here, or one has that is gone.
    """
    if set(COMMON) != set(COMMON_MEANINGS):
        raise SystemExit(f"docs_dictionary.py: meanings differ for {set(COMMON) ^ set(COMMON_MEANINGS)}")
    words = WORDS[language]
    lines = [f"# {words['title']}\n", GENERATED[language], words["other"] + "\n", words["intro"] + "\n"]
    lines += [
        f"- [{sources.form_title(form.id, language)}](#{form.id.replace('_', '-')})" for form in sources.forms
    ]
    lines += [f"\n## {words['kinds']}\n"]
    kinds = [(f"`{kind}`", meaning[language]) for kind, meaning in KINDS.items()]
    lines += table([words["kind"], words["format"]], kinds)
    lines += [f"## {words['tables']}\n", words["tables_intro"] + "\n"]
    common = [(f"`{name}`", COMMON_MEANINGS[name][language]) for name in COMMON]
    lines += table([words["column"], words["meaning"]], common)
    for form in sources.forms:
        lines += _form(sources, form, language)
    return "\n".join(lines)


def _form(sources: Sources, form: FormFile, language: Language) -> list[str]:
    words = WORDS[language]
    keys = [f"`{column.name}`" for column in form.columns if column.is_key]
    facts = (
        f"{words['unit']} {EVENT[language] if form.is_event else UNITS[form.unit_level][language]}. "
        f"{words['key']}: {', '.join(keys) or words['no_key']}. {words['nil'] if form.is_event else words['fixed']}"
    )
    types = {column.name: str(column.type) for column in row_table(sources.desk.forms[form.id]).columns}
    names = ("name", "group", "label", "kind", "type", "choices", "note", "aliases")
    return [
        f'<a id="{form.id.replace("_", "-")}"></a>\n',
        f"## {sources.form_title(form.id, language)} (`{form.id}`, {words['version']} {form.version})\n",
        facts + "\n",
        *table(
            [words[name] for name in names],
            [_column(column, types[column.name], language) for column in form.columns],
        ),
    ]


def _column(column: ColumnEntry, table_type: str, language: Language) -> tuple[str, ...]:
    return (
        f"`{column.name}`",
        column.group if language == "id" else column.group_en,
        column.label if language == "id" else column.label_en,
        f"`{column.kind}`",
        table_type,
        _choices(column),
        "\n".join(_notes(column, WORDS[language])),
        ", ".join(column.aliases),
    )


def _choices(column: ColumnEntry) -> str:
    if isinstance(column.choices, dict):
        return "\n".join(
            f"*{ELECTIONS[election]}:* {'; '.join(words)}" for election, words in column.choices.items()
        )
    return "; ".join(column.choices)


def _notes(column: ColumnEntry, words: dict[str, str]) -> list[str]:
    notes = [words[name] for name in ("is_key", "is_prefilled") if getattr(column, name)]
    if column.names:
        notes.append(words["names"].format(level=column.names))
    if column.pemilihan:
        notes.append(words["only"].format(election=ELECTIONS[column.pemilihan]))
    return [*notes, column.note] if column.note else notes
