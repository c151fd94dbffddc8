"""Learning: 学习心得, the question bank and contests. Beside voice, publicity and democracy; knows none of them."""
