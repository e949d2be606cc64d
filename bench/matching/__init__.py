"""How right matching is on labelled pairs, and what it costs among 200,000 listings."""
