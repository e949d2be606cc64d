"""What writers feel of a purge of millions of rows."""
