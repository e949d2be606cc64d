"""What `manage.py up` does, step by step: data folder, servers, database, processes, samples, a summary."""
