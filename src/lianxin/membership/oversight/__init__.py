"""监督台账: reminders, inquiries, criticism and corrections with a date, between an organisation and one of its members (R026)."""
