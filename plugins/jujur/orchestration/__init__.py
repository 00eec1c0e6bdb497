"""Everything that knows an Airflow object: assets, timetables, the officers' decision, words about failed runs."""
