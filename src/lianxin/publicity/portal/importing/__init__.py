"""Old sites move in: articles from JSON lines, as history that was published elsewhere before."""
