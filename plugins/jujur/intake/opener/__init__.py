"""Opening of files from outside, in a process of its own: a crafted file may abort or hang it, and nothing else.

Only the standard library, calamine and xlrd are imported here. The child answers in JSON, never in pickle.
"""
