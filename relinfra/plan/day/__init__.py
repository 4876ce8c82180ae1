"""The day of a release by the clock: what is done when, by whom, how long it may take, and how it is undone."""
