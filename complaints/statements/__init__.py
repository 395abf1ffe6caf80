"""What the plan states about a case beside notes and contacts: the records of the SOP's scenarios."""
