"""Serves the gateway."""

from bot.gateway.app import main

main()
