"""Recovery: copies that lie ready in a second region."""
