"""What the release file says, and the days that follow from it."""
