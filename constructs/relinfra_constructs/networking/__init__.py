"""A VPC and what leads in and out of it."""
