"""Elections of the Party that anyone can verify, on the arithmetic of `ballotbox`."""
