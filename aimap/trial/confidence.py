"""How sure a trial makes one of a field: by what it showed, and by how often."""

from math import sqrt

Z = 1.96  # 95 %
DIGITS = 3


def wilson_lower(right: int, tried: int) -> float:
    """The lower end of Wilson's 95 % interval for a share (Wilson 1927): 0 of none, 0.21 of 1/1, 0.57 of 5/5, 0.84 of
    20/20.

    A share alone would call one page that agrees certain. What is counted are pages on which the mapping's value
    could be compared, with what staff expect there or else with what is agreed there without a mapping. Agreement is
    not truth: where the readers without a mapping err in the same way, this does not know.
    """
    if tried <= 0:
        return 0.0
    share, square = right / tried, Z * Z
    centre = share + square / (2 * tried)
    spread = Z * sqrt(share * (1 - share) / tried + square / (4 * tried * tried))
    return round(max(0.0, (centre - spread) / (1 + square / tried)), DIGITS)
