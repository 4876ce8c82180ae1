"""Value objects: types that refuse, where a value enters, what AWS would refuse at apply."""
