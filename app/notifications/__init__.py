"""What one member should know: on the site, live, and by e-mail."""
