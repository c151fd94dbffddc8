"""Who may do what. Each refusal names its reason and rule."""
