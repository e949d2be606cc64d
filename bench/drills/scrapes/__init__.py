"""The drill of scrapes: `python -m bench.drills.scrapes`."""
