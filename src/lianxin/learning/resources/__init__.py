"""学习资源 (R039): films, documents, relics, sites of Party history and lessons, each with where it comes from."""
