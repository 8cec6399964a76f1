"""Serves the gateway: `python -m bot.gateway`. With `--describe` it prints what /openapi.json serves, and ends.

`--describe /widget` prints it for the paths that begin so: the widget's types are made from it (scripts/widget.sh).
"""

import argparse
import json
import sys

from bot.gateway.app import create_app, main
from bot.gateway.openapi import describe
from bot.gateway.settings import read_settings

arguments = argparse.ArgumentParser(description="The gateway of Kuntoutusneuvo")
arguments.add_argument(
    "--describe",
    nargs="?",
    const="/",
    metavar="PATH",
    help="describe the endpoints under a path, and end",
)
under = arguments.parse_args().describe
if under is not None:
    json.dump(describe(create_app(read_settings()), under), sys.stdout, ensure_ascii=False, indent=2)
else:
    main()
