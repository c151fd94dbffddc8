"""题库: questions of an organisation, looked at by a second person before anybody is asked them."""
