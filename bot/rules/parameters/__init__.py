"""The dated values that the rules and the texts use: amounts, ages, periods and deadlines, each with its source."""

from __future__ import annotations

from bot.rules.parameters.loading import UNITS, Table, load
from bot.rules.parameters.lookup import all_parameters, find_parameter, is_stale, names, parameter, stale
from bot.rules.parameters.value import NoValueOn, Parameter, Value

__all__ = [
    "UNITS",
    "NoValueOn",
    "Parameter",
    "Table",
    "Value",
    "all_parameters",
    "find_parameter",
    "is_stale",
    "load",
    "names",
    "parameter",
    "stale",
]
