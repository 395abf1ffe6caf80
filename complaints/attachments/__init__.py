"""SOP O. Documents on a complaint: what is inside them, and the panel of the complaint page."""
