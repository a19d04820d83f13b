"""Questions, discussions and announcements of a club, and the answers that settle them."""
