"""选题策划: what will be written, by whom, until when (R111)."""
