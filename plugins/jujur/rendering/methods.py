"""Definitions in full: thresholds with the date they were frozen, forms, rules and gates (honesty.md §3, L3; P03, L49)."""

from __future__ import annotations

from jujur.domain.frames import FrameTerms
from jujur.domain.reports import RuleUse
from jujur.rendering.inks import Ink
from jujur.rendering.voting import Voting

SEVERITIES = {"E": "galat", "W": "peringatan", "I": "keterangan"}
# What each threshold means, in words without digits; one that is not listed is printed by its name.
THRESHOLDS = {
    "coverage_percent": "batas bawah cakupan agar suatu wilayah dapat disimpulkan, persen",
    "matched_percent": "bagian unit yang harus melapor pada kedua terbitan agar dapat dibandingkan, persen",
    "small_denominator": "batas bawah penyebut agar persen dicetak",
    "voters_per_tps_limit": "batas pemilih per TPS",
    "reserve_ballots_percent": "surat suara cadangan Pemilu, persen dari DPT",
    "reserve_ballots_permille_pilkada": "surat suara cadangan Pilkada, permil dari DPT",
    "reserve_ballots_tolerance": "selisih wajar surat suara cadangan, lembar",
    "election_users_tolerance": "selisih wajar pengguna antarpemilihan per TPS",
    "boxes_per_tps": "kotak suara per TPS",
    "linmas_per_tps": "petugas Linmas per TPS",
    "kpps_per_tps": "anggota KPPS per TPS",
    "psu_days_limit": "batas pemungutan suara ulang, hari sesudah pemungutan",
    "opening_minute": "batas buka TPS, menit sejak tengah malam WIB",
    "closing_minute": "selesainya pemungutan, menit sejak tengah malam WIB",
    "counting_extension_hours": "perpanjangan penghitungan, jam sesudah hari berakhir",
    "data_age_limit_hours": "umur data yang masih segar, jam",
    "clock_skew_limit_minutes": "selisih jam pengirim yang masih wajar, menit",
    "spot_check_percent": "bagian unit pelapor yang diuji petik, persen",
    "flag_zero_units": "unit bernilai nol semua sebelum ditandai",
    "flag_streak_periods": "masa beruntun yang sama atau nol sebelum ditandai",
    "flag_copied_rows": "baris kembar antartim sebelum ditandai",
    "flag_copied_cells": "sel berbeda pada baris yang masih disebut kembar",
    "flag_bulk_files": "berkas dari sebuah tim semenit sebelum ditandai",
    "flag_bulk_teams": "tim pengirim semenit sebelum ditandai",
    "flag_digit_count": "bilangan yang diperlukan untuk menilai angka terakhir",
    "flag_digit_chi_square": "khi-kuadrat angka terakhir sebelum ditandai",
    "flag_outlier_deviations": "simpangan baku sebelum ditandai",
    "small_cell": "hitungan orang di bawah ini, selain nol, dirahasiakan",
}


class Methods(Voting):
    """Definitions and method for the templates."""

    @property
    def terms(self) -> FrameTerms | None:
        """The terms in force: the newest version of the frame."""
        return self._content.frame_versions[-1] if self._content.frame_versions else None

    @property
    def frozen_thresholds(self) -> tuple[tuple[str, int], ...]:
        """Name and value of every threshold, in the order in which they are explained; unknown ones last."""
        held: dict[str, int] = dict(self.terms.terms.get("thresholds") or {}) if self.terms else {}
        known = [name for name in THRESHOLDS if name in held]
        return tuple((name, held[name]) for name in (*known, *sorted(held.keys() - THRESHOLDS.keys())))

    def threshold_meaning(self, name: str) -> Ink | str:
        """What a threshold limits."""
        return self._book.quote(THRESHOLDS.get(name, name), f"method/threshold/{name}/meaning")

    @property
    def frozen_forms(self) -> tuple[tuple[str, int, str], ...]:
        """Name, version and digest of every form that the frame asks for."""
        held = dict(self.terms.terms.get("forms") or {}) if self.terms else {}
        return tuple((name, int(held[name]["version"]), str(held[name]["digest"])) for name in sorted(held))

    def form_version(self, name: str, version: int) -> Ink:
        """The version of a form."""
        return self._book.count(f"method/form/{name}/version", version, "versi formulir")

    def method_digest(self, fact: str, digest: str) -> tuple[Ink | str, ...]:
        """The first sixteen digits of a digest of the method."""
        return self._book.digest(f"method/{fact}", digest, 16)

    @property
    def rules_version(self) -> str:
        """The digest of the rules that rows were judged by."""
        return str(self.terms.terms.get("rules_version") or "") if self.terms else ""

    @staticmethod
    def severity_word(rule: RuleUse) -> str:
        """How heavy a rule weighs, in words."""
        return SEVERITIES[rule.severity]

    def rule_use(self, rule: RuleUse) -> Ink:
        """How many rows broke a rule."""
        return self._book.count(f"rules/{rule.id}/rows", rule.rows, "baris yang melanggar aturan")
