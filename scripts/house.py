"""Prints how the project is built, in figures: `python -m scripts.house [--beside PATH]`.

What it takes to add something is not estimated: each recipe of RECIPES adds it to a temporary clone of the last
commit, checks that it works there, and counts the files that differ. With `--beside`, another working copy stands in a
column of its own.
"""

from __future__ import annotations

import argparse
import ast
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from textwrap import indent

from devtools.paths import ROOT
from devtools.pythons import python
from devtools.report import table

# Words of a new amount and a new question; neither exists anywhere.
AMOUNT = """\
invented_amount:
  description: An invented amount
  unit: EUR
  values:
    - {valid_from: 2016-01-01, value: 12.34, confirmed_until: 2025-12-31, source: kela_travel_copayment}
"""
QUESTION = """    invented:
      label: "Invented"
      ask: "How many?"
      again: "Please type a number."
      explain: "An invented question."
"""
STEPS = r"(^    steps=\(\n)"
STEP = 'Step("invented", _read_trips, {input}frozenset({{"number"}}), show=lambda value, _: str(value)),'
INPUT = '"integer", '
SHOWS_AMOUNT = """
import datetime, zoneinfo
try:
    from bot.wording import answers
except ImportError:
    from bot import answers
now = datetime.datetime(2026, 11, 25, 12, tzinfo=zoneinfo.ZoneInfo("Europe/Helsinki"))
for language in {languages}:
    text = answers.answer("travel.copayment", language, now).text
    assert "12.34" in text or "12,34" in text, text
"""
ASKS_QUESTION = """
try:
    from bot.dialogue.flows.check_travel import FLOW
    from bot.wording.i18n import words
except ImportError:
    from actions.check_travel import FLOW
    from bot.i18n import words
assert "invented" in [step.id for step in FLOW.steps]
for language in {languages}:
    assert words("flow.check.travel.invented.ask", language) == "How many?"
"""
RUNS_SCAFFOLD = """
import runpy, sys
sys.argv[1:] = {arguments}
runpy.run_module("scripts.add", run_name="__main__", alter_sys=True)
"""
DATABASES = """
try:
    from bot.run import launcher
except ImportError:
    from bot import launcher
parts = getattr(launcher, "parts", None) or launcher.children
found = parts({"gateway": 1, "rasa": 2, "actions": 3}, [2])
print(len({value for part in found for key, value in part.environment.items() if "DATABASE" in key}))
"""


class DoesNotFit(Exception):
    """A recipe does not fit a working copy: it has no such file, or not what the recipe changes."""


@dataclass(frozen=True)
class Changed:
    """The files that a recipe added and changed; code is what is neither data nor prose."""

    added: tuple[str, ...]
    changed: tuple[str, ...]

    def __str__(self) -> str:
        """Tell how many, and how many of them are code."""
        files = (*self.added, *self.changed)
        code = sum(file.endswith((".py", ".ts")) for file in files)
        return f"{len(files)} ({len(self.added)} new; {code} code)"


def run(root: Path, environment: Path, code: str) -> str:
    """Run some Python in a working copy and return what it prints.

    Raises:
        DoesNotFit: it fails.
    """
    command = [str(environment), "-c", code]
    ended = subprocess.run(command, cwd=root, capture_output=True, text=True, check=False)  # noqa: S603
    if ended.returncode != 0:
        raise DoesNotFit(ended.stderr.strip().splitlines()[-1])
    return ended.stdout.strip()


def languages(root: Path) -> list[str]:
    """Return the codes of a working copy's languages."""
    return sorted(folder.name for folder in (root / "locales").iterdir() if folder.is_dir())


def edit(file: Path, pattern: str, replacement: str) -> None:
    """Replace the first match of a pattern.

    Raises:
        DoesNotFit: there is no such file or no match.
    """
    text = file.read_text(encoding="utf-8") if file.exists() else ""
    new, times = re.subn(pattern, replacement, text, count=1, flags=re.MULTILINE)
    if times == 0:
        raise DoesNotFit(f"{file.name}: nothing to change")
    file.write_text(new, encoding="utf-8")


def add_amount(root: Path, environment: Path) -> None:
    """Add a dated amount, and tell it in a text of each language."""
    parameters = root / "bot" / "rules" / "parameters" / "travel.yml"
    found = re.search(r"^( *)copayment_per_trip:", parameters.read_text(encoding="utf-8"), re.MULTILINE)
    entry = indent(AMOUNT, found.group(1) if found else "")
    edit(parameters, r"(^ *copayment_per_trip:)", rf"{entry}\n\1")
    told = r"(^copayment:\n(?:.*\n)*?  text: \|-\n    .*?%\{copayment(?:_per_trip)?\})"
    for language in languages(root):
        edit(root / "locales" / language / "travel.yml", told, r"\1 %{invented_amount}")
    table_of_placeholders = root / "bot" / "answers.py"
    if table_of_placeholders.exists():
        edit(
            table_of_placeholders,
            r"(_PARAMETERS: .* = \{\n)",
            r'\1    "invented_amount": ("invented_amount", _money),\n',
        )
    run(root, environment, SHOWS_AMOUNT.format(languages=languages(root)))


def add_question(root: Path, environment: Path) -> None:
    """Add a question for a number to the dialogue about trips, with a keyboard of digits on phones."""
    flow = root / "bot" / "dialogue" / "flows" / "check_travel.py"
    if flow.exists():
        edit(flow, STEPS, rf"\1        {STEP.format(input=INPUT)}\n")
    else:
        edit(root / "actions" / "check_travel.py", STEPS, rf"\1        {STEP.format(input='')}\n")
        edit(root / "widget" / "src" / "view" / "composer.ts", r"(KEYBOARDS.* = \{\n)", r'\1  invented: "numeric",\n')
    for language in languages(root):
        edit(root / "locales" / language / "flow.yml", r"(^  travel:\n    intro: .*\n)", rf"\1{QUESTION}")
    edit(root / "docs" / "api.md", r"(\| `check\.travel` \|[^|]*?)( \|)", r"\1, `invented`\2")
    run(root, environment, ASKS_QUESTION.format(languages=languages(root)))


def scaffold(*arguments: str) -> Callable[[Path, Path], None]:
    """Return the recipe that runs the project's own scaffold."""

    def add(root: Path, environment: Path) -> None:
        if not (root / "scripts" / "add.py").exists():
            raise DoesNotFit("no command: by hand")
        code = (
            f"import runpy, sys; sys.argv[1:] = {list(arguments)}; runpy.run_module('scripts.add', run_name='__main__')"
        )
        run(root, environment, code)

    return add


RECIPES: dict[str, Callable[[Path, Path], None]] = {
    "an amount in a text": add_amount,
    "a question for a number in a dialogue": add_question,
    "a topic": scaffold("topic", "travel.invented"),
    "a language": scaffold("language", "sv"),
}


@contextmanager
def cloned(root: Path) -> Iterator[Path]:
    """Clone the last commit of a working copy into a temporary folder."""
    with TemporaryDirectory() as folder:
        copy = Path(folder) / "clone"
        git(root, "clone", "--quiet", "--shared", str(root), str(copy))
        yield copy


def git(root: Path, *arguments: str) -> str:
    """Run git in a working copy and return what it prints."""
    command = ["git", "-C", str(root), *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout  # noqa: S603


def files_of(recipe: Callable[[Path, Path], None], root: Path) -> Changed:
    """Follow a recipe in a clone of a working copy, and return the files that differ.

    Raises:
        DoesNotFit: the recipe does not fit, or what it adds does not work.
    """
    with cloned(root) as copy:
        recipe(copy, python("gateway", root))
        status = git(copy, "status", "--porcelain", "--untracked-files=all").splitlines()
    files = [(line[:2], line[3:]) for line in status if "__pycache__" not in line]
    return Changed(
        tuple(file for state, file in files if state == "??"), tuple(file for state, file in files if state != "??")
    )


def lines_of_code(folder: Path) -> int:
    """Return how many lines the Python files of a folder have."""
    return sum(len(file.read_text(encoding="utf-8").splitlines()) for file in folder.rglob("*.py"))


def typed_functions(root: Path) -> str:
    """Return how many of the functions in tracked Python files have all their types."""
    whole = typed = 0
    for name in git(root, "ls-files", "*.py").splitlines():
        for node in ast.walk(ast.parse((root / name).read_text(encoding="utf-8"))):
            if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
                whole += 1
                typed += is_typed(node)
    return f"{100 * typed / whole:.1f} % of {whole}"


def is_typed(function: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    """Whether a function's result and all its arguments but `self` and `cls` have types."""
    given = function.args
    arguments = [*given.posonlyargs, *given.args, *given.kwonlyargs, *filter(None, (given.vararg, given.kwarg))]
    return function.returns is not None and all(
        argument.annotation is not None for argument in arguments if argument.arg not in ("self", "cls")
    )


def naming_a_language(root: Path) -> int:
    """Return how many files of the assistant's code have the code of a language as a text."""
    found = re.compile(rf"""["'](?:{"|".join(languages(root))})["']""")
    folders = ("bot/*.py", "actions/*.py", "widget/src/*.ts")
    files = [root / name for name in git(root, "ls-files", *folders).splitlines() if not name.endswith(".test.ts")]
    return sum(bool(found.search(file.read_text(encoding="utf-8"))) for file in files)


def coverage(root: Path) -> str:
    """Return the share of lines that the tests ran, where they have left a report."""
    if not (root / ".coverage").exists():
        return "no report: run `make test`"
    command = [str(python("gateway", root)), "-m", "coverage", "report", "--format=total"]
    ended = subprocess.run(command, cwd=root, capture_output=True, text=True, check=False)  # noqa: S603
    return f"{ended.stdout.strip()} %" if ended.returncode == 0 else ended.stdout.strip() or ended.stderr.strip()


def counted(recipe: Callable[[Path, Path], None], root: Path) -> str:
    """Return what a recipe touches, or why it does not fit."""
    try:
        return str(files_of(recipe, root))
    except DoesNotFit as reason:
        return str(reason)


def figures(root: Path) -> dict[str, str]:
    """Return every figure of a working copy by its name."""
    return {
        "lines of actions/": str(lines_of_code(root / "actions")),
        "databases": run(root, python("gateway", root), DATABASES),
        **{f"files to add {what}": counted(recipe, root) for what, recipe in RECIPES.items()},
        "files of code that name a language": str(naming_a_language(root)),
        "functions with all types": typed_functions(root),
        "coverage": coverage(root),
    }


def main() -> int:
    """Print the figures."""
    parser = argparse.ArgumentParser(prog="python -m scripts.house", description=__doc__)
    parser.add_argument("--beside", type=Path, metavar="PATH", help="another working copy with its own environment")
    options = parser.parse_args()
    columns = {"now": figures(ROOT)}
    if options.beside:
        columns = {"before": figures(options.beside.resolve()), **columns}
    rows = [(name, *(column[name] for column in columns.values())) for name in columns["now"]]
    sys.stdout.write(table(("", *columns), rows) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
