"""议事、热点探讨: topics that an organisation opens for its branch, its members or everybody, and what came of them."""
