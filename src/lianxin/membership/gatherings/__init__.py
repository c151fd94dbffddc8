"""组织生活: gatherings planned, called, attended, recorded; a ledger of the year that says what is still to come."""
