"""All lies, by number."""

from jujur.lies.code_lies import CODE_LIES
from jujur.lies.file_lies import FILE_LIES
from jujur.lies.input_lies import INPUT_LIES
from jujur.lies.mail_lies import MAIL_LIES
from jujur.lies.page_lies import PAGE_LIES
from jujur.lies.people_lies import PEOPLE_LIES
from jujur.lies.printed_lies import PRINTED_LIES
from jujur.lies.record_lies import RECORD_LIES
from jujur.lies.registry import Lie
from jujur.lies.series_lies import SERIES_LIES

LIES: tuple[Lie, ...] = tuple(
    sorted(
        (
            *INPUT_LIES,
            *PRINTED_LIES,
            *RECORD_LIES,
            *CODE_LIES,
            *PEOPLE_LIES,
            *SERIES_LIES,
            *FILE_LIES,
            *PAGE_LIES,
            *MAIL_LIES,
        ),
        key=lambda lie: lie.number,
    )
)
