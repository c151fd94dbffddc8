"""Forms of the room: nothing typed is lost, every field names its fault."""
