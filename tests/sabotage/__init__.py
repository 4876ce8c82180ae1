"""Measures who notices a single change of a synthesized stack: the documents, the policies, or nobody."""
