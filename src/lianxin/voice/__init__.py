"""voice 群众: letters, and later tip-offs and errands."""
