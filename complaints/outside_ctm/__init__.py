"""Cases no download brings: those in CTM's marketing report alone, and those that came straight to the plan."""
