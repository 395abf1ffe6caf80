"""Other complaints of the same person (SOP M), across the contracts of the parent organization.

The same Medicare number, or the same name and phone where one of the two has no number. Blank never
matches. Numbers of the older kind (HICN) and MBIs of one person differ and cannot be told alike."""

_BAE_CATEGORY = "best available evidence"
