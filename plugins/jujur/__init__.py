"""Jujur: honest periodic reports of an election desk."""
