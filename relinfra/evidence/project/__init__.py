"""What is collected once for the whole project, one module for each thing."""
