"""Drills: a whole instance, real faults, and the count of what became of everything."""
