"""集中学习培训: how many 学时 a year, from what facts, of how many."""
