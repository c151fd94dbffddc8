"""Organisations from spreadsheets: read, judged row by row, then written whole or not at all."""
