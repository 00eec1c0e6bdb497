"""Registers Jujur's timetables and pages with Airflow; nothing else may live here.

Airflow executes every ``.py`` below ``plugins/`` and files it in ``sys.modules`` under its bare name. That is why
``.airflowignore`` beside this file hides all of them but this one.
"""

from __future__ import annotations

from typing import ClassVar

from airflow.plugins_manager import AirflowPlugin

from jujur.orchestration.pages import NAME, PREFIX, DocumentPages, menu_entry
from jujur.orchestration.timetables import CalendarTimetable, ReceivingTimetable


class JujurPlugin(AirflowPlugin):
    """What Airflow must know of us before it reads a DAG file."""

    name = "jujur"
    timetables: ClassVar = [CalendarTimetable, ReceivingTimetable]
    fastapi_apps: ClassVar = [{"app": DocumentPages(), "url_prefix": PREFIX, "name": NAME}]
    external_views: ClassVar = [menu_entry()]
