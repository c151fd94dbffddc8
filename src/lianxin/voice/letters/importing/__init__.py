"""Bringing history in: letters of an older system from CSV, and the taxonomy of matters."""
