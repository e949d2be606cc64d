"""Starts a few processes in order, watches them, brings back the one that dies, and stops them in reverse."""
