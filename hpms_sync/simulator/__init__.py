"""A stand-in for HPMS's CTM API: real HTTP, its own process, its own state.

Standard library only, and nothing of the application: it is an independent reading of CMS's memo of
September 22, 2025 (Appendices A to C), so that a misreading in one is not mirrored in the other.
"""
