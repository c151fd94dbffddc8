"""The demonstration's letters: texts written by us, lives played through the ordinary actions."""
