"""Whether what was answered is still true: what it cites, until when it holds, who doubts it.

A feature hands this package owners by name (``post:12``), like files; it knows neither posts nor
procedures. Each feature says how its owners are called and who cares for them (``owners.py``).
"""
