"""Rasa's custom actions: what touches rasa-sdk, and nothing else."""
