"""Democracy: speaking, forum, interviews, polls, consultations. Beside voice and publicity; knows neither."""
