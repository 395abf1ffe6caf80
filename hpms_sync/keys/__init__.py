"""API keys: who keeps them, their rotation and end, their tokens, and tokens for others."""
