"""What people fill in. Lengths stand in LX-160 and LX-161 and are checked by the actions."""
