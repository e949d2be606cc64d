"""Listings as files: one module for each format, plain values in and bytes out. No database, no network, no clock.

records.py      what of a listing is exported, and how its values are written as text
file_format.py  what makes up a file: an opening, its records, a closing
formats.py      the formats by name
"""
