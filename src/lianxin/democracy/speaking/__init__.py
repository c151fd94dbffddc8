"""发言与先审后发: what people say in the rooms of the wing, seen by others only after somebody looked (M01)."""
