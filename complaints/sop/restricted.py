"""The four characters HPMS takes in no casework note (SOP C, step 1.b)."""

from complaints.sop.words import listed

REPLACEMENTS = {
    "<": "“less than”",
    ">": "“more than”",
    "&": "“and”",
    ";": "a comma or period",
}


def found_in(text: str) -> list[str]:
    """Those of the four that occur, each once, in a fixed order."""
    return [character for character in REPLACEMENTS if character in text]


def advice(text: str) -> str:
    """What to write instead, such as `“and” for &`. `text` holds at least one of them."""
    return listed(f"{REPLACEMENTS[character]} for {character}" for character in found_in(text))
