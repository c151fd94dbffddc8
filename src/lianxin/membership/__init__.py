"""组织: the people of the Party: dossiers, and later their development, transfer, gatherings and dues."""
