"""Escalation of silence: a question nobody answers is brought before those who could.

After 24 working hours three well-placed members, after 48 the moderators, after five working days,
if the asker wants it, the other clubs of the profession (product.md, "Forum").
"""
