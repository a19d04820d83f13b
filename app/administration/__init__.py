"""Looking after operators, clubs and people, without reading what clubs say."""
