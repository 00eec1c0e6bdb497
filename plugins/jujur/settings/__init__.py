"""Settings: environment variables and files below ``config/`` become validated values.

Sole owner of both (architecture.md §3).
"""
