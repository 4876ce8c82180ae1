"""Facts of the domain that more than one room needs: names and their limits, times, closed sets.

Plain functions and frozen values, which import no other room. Constructs stand alone and cannot read them: they are
given the results through their props.
"""
