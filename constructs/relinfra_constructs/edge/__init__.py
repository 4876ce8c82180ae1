"""What stands between users and services."""
