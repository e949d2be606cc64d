"""What the benches' command lines share."""

import argparse
from collections.abc import Callable


def whole_number(least: int, most: int) -> Callable[[str], int]:
    """An argument's type: a whole number of `least` to `most`, in plain digits."""

    def parse(text: str) -> int:
        if not (text.isascii() and text.isdigit() and least <= int(text) <= most):
            raise argparse.ArgumentTypeError(f"a whole number of {least:,} to {most:,}")
        return int(text)

    return parse
