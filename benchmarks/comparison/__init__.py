"""Trains and measures this pipeline beside the alternatives, each on the same data: `make benchmark`."""
