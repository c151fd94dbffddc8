"""Pages of the room, split by who stands before them."""
