"""Synthetic people and intake texts. Nobody here exists."""
