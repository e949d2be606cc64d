"""The API from outside: `python -m bench.api import`."""
