"""Services on Fargate, and how a new version of one takes over."""
