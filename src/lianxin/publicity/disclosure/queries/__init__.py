"""Questions about the room."""
