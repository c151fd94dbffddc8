"""One adapter a platform; see `base`."""
