"""What one worker process does with real-size pages: `python -m bench.scrapes`."""
