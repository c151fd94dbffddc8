"""The desk of the portal: three reviews, what follows from them, and the pages on which our people do it."""
