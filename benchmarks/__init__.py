"""Measures speed and memory of the assistant, and compares its pipeline with alternatives."""
