"""Benchmarks beside peers: `python -m tests.bench`. None is a timed test.

Each module here measures one thing, ours and its peers taking turns, and
gives rows of a table. `__main__` runs each in a process of its own.
"""
