"""The loss drill of webhooks: `python -m bench.drills.webhooks`."""
