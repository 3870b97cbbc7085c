"""A record class is what the standard decorator would have made, told by setting the two beside each other."""

from __future__ import annotations

import ast
import copy
import dataclasses
import pickle
from collections.abc import Callable
from dataclasses import field, fields, is_dataclass, replace
from inspect import signature
from typing import Any

import pytest

from trees import ROOT
from vanban import records


def _plain(dataclass: Callable[..., Any]) -> Any:  # noqa: ANN401 (a class made here)
    @dataclass(frozen=True, slots=True)
    class Plain:
        """A record."""

        number: int
        name: str = "tên"
        key: bytes = field(default=b"", kw_only=True, compare=False, repr=False)

    return Plain


def _heir(dataclass: Callable[..., Any]) -> Any:  # noqa: ANN401 (a class made here)
    base = _plain(dataclass)

    @dataclass(frozen=True, slots=True)
    class Heir(base):  # type: ignore[misc, valid-type]  # a class made here
        more: tuple[int, ...] = ()

    return Heir


def _bare(dataclass: Callable[..., Any]) -> Any:  # noqa: ANN401 (a class made here)
    @dataclass
    class Bare:
        items: list[int] = field(default_factory=list)

    return Bare


def _odd(dataclass: Callable[..., Any]) -> Any:  # noqa: ANN401 (a class made here)
    @dataclass(frozen=True)
    class Odd:
        number: int

        def __eq__(self, other: object) -> bool:
            return isinstance(other, type(self)) and self.number % 2 == other.number % 2

        def __hash__(self) -> int:
            return self.number % 2

        def __repr__(self) -> str:
            return f"Odd {self.number}"

    return Odd


def _empty(dataclass: Callable[..., Any]) -> Any:  # noqa: ANN401 (a class made here)
    @dataclass(frozen=True, slots=True)
    class Empty:
        pass

    return Empty


def _hidden(dataclass: Callable[..., Any]) -> Any:  # noqa: ANN401 (a class made here)
    @dataclass(slots=True)
    class Hidden:
        number: int
        seen: list[int] = field(default_factory=list, init=False)
        mark: str = field(default="dấu", init=False)
        later: int = field(init=False)

        def __post_init__(self) -> None:
            self.later = self.number + 1

    return Hidden


def _own(dataclass: Callable[..., Any]) -> Any:  # noqa: ANN401 (a class made here)
    @dataclass
    class Own:
        number: int

        def __init__(self, text: str) -> None:
            self.number = int(text)

    return Own


GIVEN: list[tuple[Callable[..., Any], list[dict[str, object]]]] = [
    (_plain, [{"number": 1}, {"number": 1, "key": b"a"}, {"number": 2}, {"number": 1, "name": "khác"}]),
    (_heir, [{"number": 1}, {"number": 1, "more": (1,)}, {"number": 1, "more": (1,), "key": b"b"}]),
    (_bare, [{}, {"items": [1]}, {"items": [1]}]),
    (_odd, [{"number": 1}, {"number": 3}, {"number": 4}]),
    (_empty, [{}, {}]),
    (_hidden, [{"number": 1}, {"number": 2}]),
    (_own, [{"text": "1"}, {"text": "2"}]),
]


def _hashed(value: object) -> int | str:
    try:
        return hash(value)
    except TypeError as error:
        return str(error)


@pytest.mark.parametrize(("make", "given"), GIVEN)
def test_it_compares_hashes_and_prints_as_the_standard_one(
    make: Callable[..., Any], given: list[dict[str, object]]
) -> None:
    ours, standard = make(records.dataclass), make(dataclasses.dataclass)
    mine, theirs = [ours(**values) for values in given], [standard(**values) for values in given]
    assert [[one == other for other in mine] for one in mine] == [[one == other for other in theirs] for one in theirs]
    assert [_hashed(value) for value in mine] == [_hashed(value) for value in theirs]
    assert list(map(repr, mine)) == list(map(repr, theirs))
    assert [field.name for field in fields(ours)] == [field.name for field in fields(standard)]
    assert hasattr(mine[0], "__dict__") == hasattr(theirs[0], "__dict__")
    assert ours.__match_args__ == standard.__match_args__
    parameters = [list(signature(made).parameters.values()) for made in (ours, standard)]
    mine_told, theirs_told = ([(one.name, one.kind, one.default is one.empty) for one in each] for each in parameters)
    assert mine_told == theirs_told
    assert is_dataclass(ours)
    assert all(one != other for one, other in zip(mine, theirs, strict=True)), "of two classes nothing is equal"


@pytest.mark.parametrize("make", [make for make, _ in GIVEN if make not in (_bare, _empty)])
def test_what_is_not_given_is_missed(make: Callable[..., Any]) -> None:
    with pytest.raises(TypeError, match="missing 1 required positional argument"):
        make(records.dataclass)()
    with pytest.raises(TypeError, match="unexpected keyword argument 'other'"):
        make(records.dataclass)(1, other=2)


def test_each_value_has_a_list_of_its_own() -> None:
    one, other = (_bare(records.dataclass)() for _ in range(2))
    one.items.append(1)
    assert other.items == []


def test_a_value_that_holds_itself_can_be_printed() -> None:
    bare = _bare(records.dataclass)()
    bare.items.append(bare)
    assert "items=[...]" in repr(bare)


Kept = _plain(records.dataclass)
Kept.__qualname__ = "Kept"


def test_it_is_copied_pickled_and_changed_in_part() -> None:
    value = Kept(1, key=b"a")
    read_back = pickle.loads(pickle.dumps(value))  # noqa: S301 (written here)
    for again in (read_back, copy.deepcopy(value), replace(value)):
        assert (again, again.key) == (value, b"a")
    assert replace(value, name="khác") == Kept(1, "khác")


def test_every_record_class_of_the_package_is_made_this_way() -> None:
    for path in sorted((ROOT / "hooks").rglob("*.py")):
        if path.name != "records.py":
            found = (node for node in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(node, ast.ImportFrom))
            taken = {alias.name for node in found if node.module == "dataclasses" for alias in node.names}
            assert "dataclass" not in taken, path
