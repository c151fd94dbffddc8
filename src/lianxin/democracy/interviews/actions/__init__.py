"""Every change of the room, one function each."""
