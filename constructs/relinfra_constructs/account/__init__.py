"""What an account needs once: state, evidence, and the roles of the pipeline."""
