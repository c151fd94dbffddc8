"""党员提问: a member asks branch or committee, signed or without a name, and is answered (R041)."""
