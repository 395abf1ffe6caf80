"""The steps of the SOP, one module a scenario."""
