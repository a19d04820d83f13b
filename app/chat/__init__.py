"""Live rooms of a club: everyone gets every message once, in order, even after a cut."""
