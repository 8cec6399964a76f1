"""The figures of how the project is built are counted, not written down."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from devtools.paths import ROOT
from scripts import house
from scripts.house import Changed, DoesNotFit


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """Make a repository with one committed file."""
    house.git(tmp_path, "init", "--quiet")
    (tmp_path / "words.yml").write_text("title: Hello\n", encoding="utf-8")
    house.git(tmp_path, "add", ".")
    house.git(tmp_path, "-c", "user.name=a", "-c", "user.email=a@example.org", "commit", "--quiet", "-m", "One")
    return tmp_path


def test_a_recipe_is_followed_in_a_clone_and_its_files_are_counted(repository: Path) -> None:
    def recipe(root: Path, _: Path) -> None:
        house.edit(root / "words.yml", r"(Hello)", r"\1 there")
        (root / "new.py").touch()

    found = house.files_of(recipe, repository)
    assert found == Changed(added=("new.py",), changed=("words.yml",))
    assert str(found) == "2 (1 new; 1 code)"
    assert (repository / "words.yml").read_text(encoding="utf-8") == "title: Hello\n"


def test_a_recipe_that_does_not_fit_says_why(repository: Path) -> None:
    def recipe(root: Path, _: Path) -> None:
        house.edit(root / "words.yml", "Goodbye", "")

    assert house.counted(recipe, repository) == "words.yml: nothing to change"


@pytest.mark.slow
@pytest.mark.parametrize("name", ["an amount in a text", "a question for a number in a dialogue"])
def test_a_recipe_works_here(name: str) -> None:
    try:
        found = house.files_of(house.RECIPES[name], ROOT)
    except DoesNotFit as reason:
        pytest.fail(f"{name}: {reason}")
    assert found.added or found.changed


@pytest.mark.parametrize(
    ("function", "typed"),
    [
        ("def f() -> None: ...", True),
        ("def f(self, a: int, *, b: str) -> None: ...", True),
        ("async def f(*args: int, **kwargs: int) -> None: ...", True),
        ("def f(): ...", False),
        ("def f(a) -> None: ...", False),
        ("def f(*args) -> None: ...", False),
    ],
)
def test_a_function_is_typed_where_all_of_it_is(function: str, typed: bool) -> None:
    (node,) = ast.parse(function).body
    assert isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef))
    assert house.is_typed(node) == typed
