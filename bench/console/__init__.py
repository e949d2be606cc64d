"""How long the console's pages take over a million scrapes."""
