"""The bootstrap of an account, done once: state, evidence, and the roles of the pipeline."""
