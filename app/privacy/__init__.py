"""The rights of members over what is known of them: a copy, an end, and no keeping for ever."""
