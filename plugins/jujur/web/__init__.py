"""The officers' pages (FastAPI). Knows no Airflow: who may look is handed in."""
