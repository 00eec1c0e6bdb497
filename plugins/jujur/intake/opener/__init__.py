"""Opening of files from outside, in a process of its own: a crafted file may abort or hang it, and nothing else.

Only the standard library and calamine are imported here. The child answers in JSON, never in pickle.
"""
