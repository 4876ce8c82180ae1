"""The edge: load balancer, names, certificates and firewall between users and services."""
