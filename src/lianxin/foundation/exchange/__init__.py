"""Signed messages between instances of the house: once each, in order, also after either side was down."""
