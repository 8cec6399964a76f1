"""Rasa's server with what this assistant's messages need, and nothing else: `python -m bot.rasa_server run ...`."""
