"""PostgreSQL and Valkey from wheels, for machines that have none: found through their packages, never through PATH."""
