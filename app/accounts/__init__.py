"""Who someone is: members, sessions, credentials, tokens, one-time links."""
