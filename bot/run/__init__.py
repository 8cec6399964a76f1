"""Trains the model and runs every process of the assistant."""
