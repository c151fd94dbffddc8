"""Every change of the room, by concern."""
