"""The nouns of the desk. Plain values: no clock, no environment, no library beyond the standard one."""
