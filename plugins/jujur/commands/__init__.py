"""Groups of the ``jujur`` command, one module a group; ``jujur.cli`` puts them together."""
