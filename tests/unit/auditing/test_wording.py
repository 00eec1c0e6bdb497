"""The wording gate on its own: PDF, subject, body and file name."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.golden.editions import content

from jujur.auditing import audit_places, audit_words, sources
from jujur.auditing.wording import FORBIDDEN, GATED, PRIVATE, UNFILLED, Carried, count_nil
from jujur.domain.figures import AreaStatus, GatedStatus
from jujur.rendering import masking

OPEN = tuple(GatedStatus(code, AreaStatus.KONDUSIF, "K-1", (), ()) for code in ("16.72", "16.72.01"))
SHUT = (GatedStatus("16.72", AreaStatus.BELUM_DAPAT_DISIMPULKAN, "K-1", (), ()), OPEN[1])

ROSY = [
    "Situasi aman",
    "Laporan harian: Situasi AMAN terkendali",
    "berjalan lancar",
    "laporan_kondusif.pdf",
]
DENIALS = ["tidak ada insiden", "tidak terdapat satu pun pelanggaran", "tanpa kendala", "nol insiden"]
DISGUISES = [
    "k o n d u s i f",
    "situasi k.o.n.d.u.s.i.f",
    "kon\u00addusif",
    "kon\u200bdusif",
    "kon-dusif",
    "kon-\ndusif",
    "kоndusif",
    "ｋｏｎｄｕｓｉｆ",
    "kóndusif",
    "k0ndus1f",
    "AM4N",
    "a m a n t e r k e n d a l i",
    "t i d a k a d a i n s i d e n",
    "tidak\u00a0ada\u2009insiden",
    "perolehan_suara",
    "p-a-s-l-o-n",
    "hitung-cepat",
    "\u202bnihil\u202c",
]


@pytest.mark.parametrize("text", ROSY)
def test_a_rosy_word_needs_every_status(text):
    assert audit_words(text, SHUT, "subjek")
    assert audit_words(text, (), "subjek")
    assert audit_words(text, OPEN, "subjek") == []


@pytest.mark.parametrize("text", DENIALS)
def test_that_nothing_happened_needs_every_status_and_every_unit(text):
    """Calm with one unit silent is still not "nothing happened" (P14, L16)."""
    assert audit_words(text, SHUT, "isi", Carried(is_nothing=True))
    assert audit_words(text, OPEN, "isi")
    assert audit_words(text, OPEN, "isi", Carried(is_nothing=True)) == []


@pytest.mark.parametrize(
    ("text", "gate"),
    [
        ("partisipasi meningkat", Carried(is_rising=True)),
        ("terjadi peningkatan", Carried(is_rising=True)),
        ("partisipasi menurun", Carried(is_falling=True)),
        ("data terkini", Carried(is_fresh=True)),
        ("keadaan saat ini", Carried(is_fresh=True)),
        ("seluruh wilayah", Carried(is_whole=True)),
        ("masuk 100 %", Carried(is_whole=True)),
        ("masuk 100 persen", Carried(is_whole=True)),
    ],
)
def test_each_of_these_words_has_its_own_gate(text, gate):
    everything_else = Carried(
        *(
            not getattr(gate, name)
            for name in ("is_nothing", "is_rising", "is_falling", "is_fresh", "is_whole")
        )
    )
    assert audit_words(text, OPEN, "isi", gate) == []
    assert audit_words(text, OPEN, "isi", everything_else)


@pytest.mark.parametrize(
    "text",
    [
        *(
            "nihil",
            "membaik",
            "perolehan suara",
            "Paslon 02 unggul",
            "pasangan calon",
            "quick count",
            "quickcount",
        ),
        *(
            "hasil hitung cepat",
            "exit poll",
            "hasil survei",
            "nomor urut 2",
            "suara partai",
            "real count",
            "pemenang",
        ),
        *("prakiraan hasil", "raihan kursi", "elektabilitas"),
    ],
)
def test_some_words_have_no_gate_at_all(text):
    assert audit_words(text, OPEN, "isi", Carried(True, True, True, True, True, 9))


@pytest.mark.parametrize("text", DISGUISES)
def test_a_word_in_disguise_is_read_as_what_it_looks_like(text):
    assert audit_words(text, SHUT, "isi")


@pytest.mark.parametrize("text", DISGUISES)
def test_a_sender_cannot_stop_a_report_with_a_word_in_disguise(text):
    """Both rooms know the same disguises: what the auditor would refuse, the renderer masks."""
    assert audit_words(masking.masked(f"Laporan tim: {text} sampai sore."), (), "isi") == []


REMAINS = [
    "{{",
    "{{ nama }}",
    "}}",
    "{% if %}",
    "TODO",
    "Lorem ipsum",
    "XX",
    "XXXX",
    "undefined",
    "NaN",
    "None",
]


@pytest.mark.parametrize("text", REMAINS)
def test_a_sender_cannot_stop_a_report_with_what_looks_like_an_unfilled_template(text: str) -> None:
    """Both rooms cut it out, and the auditor still finds what our own templates leave behind (P33)."""
    written = f"Laporan tim: {text} sampai sore."
    assert audit_words(written, (), "isi")
    assert audit_words(masking.masked(written), (), "isi") == []
    assert sources.masked(written) == masking.masked(written)


def test_names_that_only_resemble_such_remains_stay() -> None:
    assert masking.masked("Pak Todo dan Ibu Nonei di TPS 12") == "Pak Todo dan Ibu Nonei di TPS 12"


PIECES = st.one_of(
    st.sampled_from([*ROSY, *DENIALS, *DISGUISES, *REMAINS, "DPT 120", "TPS 012", "A.B.C", "-", "_", " "]),
    st.text(max_size=12),
)


@given(st.lists(PIECES, max_size=5))
def test_whatever_a_sender_writes_is_masked_as_far_as_the_auditor_reads(pieces):
    assert audit_words(masking.masked(" ".join(pieces)), (), "isi") == []


@pytest.mark.parametrize(
    "text", ["L P J", "A. B. C. D.", "Pengundian nomor urut", "V03, V04", "TPS 4", "4/10 TPS", "R0"]
)
def test_ordinary_text_is_no_disguise(text):
    assert audit_words(text, (), "isi") == []
    assert masking.masked(text) == text


@pytest.mark.parametrize(
    "text",
    [
        "Belum dapat disimpulkan",
        "syarat KONDUSIF belum terpenuhi",
        "Dempo Selatan: nihil (dinyatakan pengirim)",
        "petugas keamanan dan pengamanan",
        "0 insiden dilaporkan oleh 3 dari 5 kecamatan",
        "tidak berarti tidak ada insiden",
    ],
)
def test_cautious_words_are_free(text):
    assert audit_words(text, SHUT, "isi") == []


def test_only_as_many_marks_as_areas_passed():
    assert audit_words("Utara KONDUSIF", SHUT, "isi") == []
    assert audit_words("Utara KONDUSIF, kota KONDUSIF", SHUT, "isi")


def test_confirmed_nil_is_counted_across_line_breaks():
    assert count_nil("Utara: nihil (dinyatakan\npengirim). Selatan: NIHIL (dinyatakan pengirim)") == 2


@pytest.mark.parametrize("text", ["0812 3456 7890", "+62812-3456-7890", "NIK 1672010101900001"])
def test_private_data_is_refused(text):
    assert audit_words(text, OPEN, "isi")
    assert masking.masked(text) != text


def test_both_rooms_know_the_same_words():
    """The renderer masks exactly what the auditor refuses; a difference would stop a report over a sender's adjective."""
    assert set(masking.JUDGEMENTS) == {*GATED, *FORBIDDEN}
    assert masking.PRIVATE == PRIVATE
    assert masking.UNFILLED == UNFILLED


@pytest.mark.parametrize(
    "text", ["Kabupaten Kolaka", "Kab. Kolaka", "KOTA Palembang", "di Lahat", "kota Medan"]
)
def test_a_foreign_place_is_named(text):
    assert audit_places(text, content("city draft"))


@pytest.mark.parametrize(
    "text", ["Kota Pagar Alam", "Padang Temu", "Dempo Selatan", "di medan terjal", "Batu"]
)
def test_own_places_and_common_words_are_free(text):
    assert audit_places(text, content("city draft")) == []


@pytest.mark.parametrize(
    "digest",
    [
        "08123456789012345678901234567890" * 2,
        "c0812345 08123456 78901234 56789012 34567890 12345678 90123456 78901234",
        "0812345678901234567890123456789012345678901234567890123456789012",
    ],
)
def test_a_digest_is_no_private_number(digest: str) -> None:
    assert audit_words(f"Sidik berkas (sha256): {digest}", (), "surat") == []


@pytest.mark.parametrize("private", ["0812 3456 7890", "+62 812-3456-7890", "NIK 1672010203040005"])
def test_a_private_number_is_found(private: str) -> None:
    assert audit_words(f"Hubungi {private} segera", (), "surat") == ["surat: tampak data pribadi (P43)"]


BREAKS = {
    "Partisipasi meningkat.": "P21",
    "Keadaan membaik.": "P21",
    "Data terkini.": "P23",
    "Di seluruh wilayah.": "P12",
    "Laporan insiden: nihil.": "P14",
    "Prakiraan perolehan suara.": "P19",
    "Hasil hitung-cepat.": "P19",
    "h i t u n g c e p a t": "P19",
    "Situasi aman.": "P12",
}


@pytest.mark.parametrize(("text", "promise"), BREAKS.items())
def test_a_word_names_the_promise_that_it_breaks(text: str, promise: str) -> None:
    """So that a limited report tells its readers what went wrong (P46, P48)."""
    found = audit_words(text, SHUT, "halaman 1")
    assert found
    assert all(one.endswith(f"({promise})") for one in found)
