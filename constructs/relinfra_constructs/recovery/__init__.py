"""What lies ready in a second region."""
