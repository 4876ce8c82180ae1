"""What can be known: one record for each kind of thing, one field for each fact."""
