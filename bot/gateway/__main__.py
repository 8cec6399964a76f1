"""Serves the gateway: `python -m bot.gateway`. With `--describe` it prints what /openapi.json serves, and ends."""

import argparse
import json
import sys

from bot.gateway.app import create_app, main
from bot.gateway.openapi import describe
from bot.gateway.settings import read_settings

arguments = argparse.ArgumentParser(description="The gateway of Kuntoutusneuvo")
arguments.add_argument("--describe", action="store_true", help="print the description of its endpoints, and end")
if arguments.parse_args().describe:
    json.dump(describe(create_app(read_settings())), sys.stdout, ensure_ascii=False, indent=2)
else:
    main()
