"""Tests of finding the same property on two pages."""
