"""支部建设: how a branch is found, what it does by rule, who works for it."""
