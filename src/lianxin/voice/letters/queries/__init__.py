"""Questions about letters: for the public, for the desk, for the author, and figures."""
