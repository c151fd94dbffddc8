"""征文与征稿: calls, works, judging without names, notices of acceptance, the exhibition (R035, R036)."""
