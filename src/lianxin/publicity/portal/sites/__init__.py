"""Sites of organisations, how items flow between them, and what becomes of those that nobody keeps."""
