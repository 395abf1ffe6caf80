class EngineError(Exception):
    """An embedded engine cannot be had; the message says why and what to do about it."""
