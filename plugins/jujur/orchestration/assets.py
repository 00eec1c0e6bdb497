"""What DAGs tell each other: an asset is updated when there is something new to look at."""

from __future__ import annotations

from airflow.sdk import Asset

SUBMISSIONS = Asset(name="submissions", uri="jujur://record/submissions", group="jujur")
"""Updated whenever a batch of submissions has been judged; the record holds them, the event carries no data."""
