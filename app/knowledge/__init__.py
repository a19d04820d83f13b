"""Procedures: maintained documents of a club, in numbered versions, approved, dated and printed."""
