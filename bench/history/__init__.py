"""What prices, exports and searches cost on tables as large as an installation's are after a year."""
