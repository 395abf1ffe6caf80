"""Files in place of the API: the plan download brought by a person, the casework upload taken away by one."""
