"""The performance suite: `make bench` prints each figure with its unit and its ratio to a baseline.

Machines differ and are shared: only ratios within one run mean something.
"""
