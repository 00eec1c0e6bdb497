"""The record: append-only tables, the hash-chained ledger, "as known at T" queries, and the store of raw bytes.

The only room that knows a database. Statements live one a file in ``sql/`` and run unchanged on SQLite and PostgreSQL.
"""
