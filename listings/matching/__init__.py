"""Whether two listings are the same property: pure, without Django, database, network or clock."""
