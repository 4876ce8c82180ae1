"""Records of what can be known: one for each kind of thing, one field for each fact."""
