"""发展党员: from the application to the archive, step by step, each with its clause and its earliest day."""
