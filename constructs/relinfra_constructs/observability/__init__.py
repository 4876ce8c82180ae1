"""Alarms, dashboards, canaries, budgets and the topics they tell."""
