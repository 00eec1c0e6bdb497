"""From sentences to properties: nothing untested counts as passed, and one sentence is enough to fail (P48, L50)."""

from tests.golden.editions import content, edition

from jujur.auditing import examine
from jujur.auditing.checks import Checked, named_in, result_of
from jujur.domain.audits import AuditResult
from jujur.domain.properties import PROPERTY_NAMES, Outcome


def test_every_property_has_an_outcome_and_what_nobody_looked_at_is_not_tested():
    result = result_of([Checked(("P01", "P02"))])
    assert list(result.properties) == list(PROPERTY_NAMES)
    assert result.passed == ("P01", "P02")
    assert result.properties["P03"] is Outcome.UNTESTED
    assert result.is_passed


def test_a_sentence_fails_what_it_names_and_else_the_first_of_its_check():
    result = result_of(
        [Checked(("P01", "P05"), ("jumlah salah (P17, P30)",)), Checked(("P32", "P36"), ("tanpa nomor",))]
    )
    assert result.failed == ("P17", "P30", "P32")
    assert result.passed == ("P01", "P05", "P36")
    assert result.discrepancies == ("jumlah salah (P17, P30)", "tanpa nomor")
    assert not result.is_passed


def test_a_later_check_cannot_pass_what_an_earlier_one_failed():
    checks = [Checked(("P15",), ("98,7 tanpa fakta",)), Checked(("P15",))]
    assert result_of(checks).failed == result_of(checks[::-1]).failed == ("P15",)


def test_only_numbers_of_properties_are_read_from_a_sentence():
    assert named_in("batang X: faktor dusta 9,00 (P31)") == ["P31"]
    assert named_in("kata terlarang (P12, L45)") == []
    assert named_in("halaman (P99)") == []


def test_a_discrepancy_without_a_property_blocks_too():
    assert not AuditResult({}, ("sesuatu",)).is_passed
    assert not AuditResult({"P01": Outcome.FAILED}).is_passed


def test_an_honest_edition_passes_what_was_looked_at_and_no_more():
    result = examine(edition("city draft").pdf, content("city draft"))
    assert result.is_passed
    assert {"P01", "P02", "P12", "P15", "P30", "P31", "P32", "P33", "P36", "P43"} <= set(result.passed)
    # Nothing on a single finished PDF can show these; saying so is the point (L50).
    assert {"P11", "P13", "P20", "P26", "P35", "P39", "P40", "P41"} & set(result.passed) == set()


def test_a_file_that_cannot_be_read_fails_and_passes_nothing():
    result = examine(b"bukan PDF", content("city draft"))
    assert result.failed == ("P15",)
    assert result.passed == ()
