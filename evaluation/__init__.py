"""Measures how well messages are understood, on cases that no training example was taken from."""
