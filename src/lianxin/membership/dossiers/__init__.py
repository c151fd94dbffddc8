"""党员电子档案: one person, one file."""
