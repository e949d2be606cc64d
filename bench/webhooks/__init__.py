"""Deliveries of webhooks beside the plain way, and what a blocked receiver and a long table do to them."""
