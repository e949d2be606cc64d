"""Is a scraper that falls sick found within a day, and none called sick that is well? See __main__.py."""
