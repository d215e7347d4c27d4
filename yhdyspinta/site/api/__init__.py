"""The interface for programs: everything one may see as data, three verbs to write, each answer with its source.

`api.py` puts it together; `door.py` knows who asks and how often; `problems.py` words what went wrong; `paging.py` walks
long lists; `shapes.py` is what goes out; the other files are subjects.
"""
