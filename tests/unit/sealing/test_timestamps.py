"""A timestamp is one only if a pinned authority signed it over this very head (RFC 3161, P37)."""

from __future__ import annotations

import socket
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from rfc3161_client import HashAlgorithm, TimestampRequestBuilder
from tests.tsa import Authority

from jujur.domain.errors import TimestampRefused
from jujur.sealing import read_timestamp, request_timestamp

HEAD = "3f" * 32
OTHER_HEAD = "4f" * 32


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    return Authority(tmp_path_factory.mktemp("tsa") / "one")


def query(head: str) -> bytes:
    builder = TimestampRequestBuilder().data(head.encode()).hash_algorithm(HashAlgorithm.SHA256)
    return bytes(builder.build().as_bytes())


def test_a_head_is_stamped_and_the_token_verifies_again(authority: Authority) -> None:
    with authority.serving() as url:
        stamp = request_timestamp(url, HEAD, authority.ca.read_bytes())
    assert abs(stamp.stamped_at - datetime.now(UTC)) < timedelta(minutes=5)
    assert read_timestamp(stamp.token, HEAD, authority.ca.read_bytes()) == stamp
    # Anybody can check it with openssl over the digits as they are printed.
    assert authority.verifies(stamp.token, HEAD.encode())
    assert not authority.verifies(stamp.token, OTHER_HEAD.encode())


def test_a_token_of_another_head_is_refused(authority: Authority) -> None:
    with pytest.raises(TimestampRefused, match="tidak sah"):
        read_timestamp(authority.answer(query(OTHER_HEAD)), HEAD, authority.ca.read_bytes())


def test_a_flipped_bit_anywhere_is_refused_or_changes_nothing(authority: Authority) -> None:
    token = authority.answer(query(HEAD))
    honest = read_timestamp(token, HEAD, authority.ca.read_bytes()).stamped_at
    refused = 0
    for at in range(0, len(token), 7):
        forged = token[:at] + bytes([token[at] ^ 1]) + token[at + 1 :]
        try:
            assert read_timestamp(forged, HEAD, authority.ca.read_bytes()).stamped_at == honest
        except TimestampRefused:
            refused += 1
    assert refused > len(token) / 7 / 2


def test_an_authority_that_nobody_pinned_is_refused(authority: Authority, tmp_path: Path) -> None:
    stranger = Authority(tmp_path / "stranger")
    with authority.serving() as url, pytest.raises(TimestampRefused, match="tidak sah"):
        request_timestamp(url, HEAD, stranger.ca.read_bytes())


def test_an_old_answer_given_again_is_refused(authority: Authority) -> None:
    old = authority.answer(query(HEAD))
    with authority.serving(instead=old) as url, pytest.raises(TimestampRefused, match="Nonce"):
        request_timestamp(url, HEAD, authority.ca.read_bytes())


@pytest.mark.parametrize(
    ("answer", "status"), [(b"", 200), (b"<html>", 200), (b"", 503), (b"x" * 200_000, 200)]
)
def test_what_is_no_timestamp_is_refused(authority: Authority, answer: bytes, status: int) -> None:
    with authority.serving(answer, status) as url, pytest.raises(TimestampRefused):
        request_timestamp(url, HEAD, authority.ca.read_bytes())


def test_a_request_that_the_authority_rejects_is_refused(authority: Authority) -> None:
    # openssl answers a request over an algorithm that it does not accept with a rejection.
    builder = TimestampRequestBuilder().data(HEAD.encode()).hash_algorithm(HashAlgorithm.SHA512)
    rejection = authority.answer(bytes(builder.build().as_bytes()))
    with pytest.raises(TimestampRefused, match="menolak"):
        read_timestamp(rejection, HEAD, authority.ca.read_bytes())


def test_nobody_there_is_said_at_once(authority: Authority) -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{probe.getsockname()[1]}/"
    with pytest.raises(TimestampRefused, match="tidak terjangkau"):
        request_timestamp(url, HEAD, authority.ca.read_bytes(), seconds=1)


def test_certificates_must_be_certificates(authority: Authority) -> None:
    token = authority.answer(query(HEAD))
    for pem in (b"", b"not a certificate"):
        with pytest.raises(TimestampRefused, match="Sertifikat"):
            read_timestamp(token, HEAD, pem)
