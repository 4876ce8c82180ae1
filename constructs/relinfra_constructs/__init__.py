"""CDKTF constructs for a release environment on AWS, each usable alone; they know nothing of the matrix."""
