"""Plain Python engines of the house. Nothing here imports Django."""
