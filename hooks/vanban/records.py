"""dataclass: the standard decorator, whose classes are made in an eighth of the time.

The standard one writes six functions of each class as code and compiles them: for the classes of this package that is
half of the time in which it is loaded, and every build loads it. Only the constructor gains by being written so, and
one without the annotations of its parameters is compiled in a quarter of the time. What compares, hashes and prints is
shared here, and that nobody changes a frozen value is left to the type checker, to which this is the standard
decorator: constructors that need not write past such a guard are twice as fast as well.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Sequence
from functools import partial
from operator import attrgetter
from reprlib import recursive_repr
from typing import TYPE_CHECKING, Any

__all__ = ["dataclass"]

if TYPE_CHECKING:
    from dataclasses import dataclass
else:

    def dataclass(cls: type | None = None, /, *, frozen: bool = False, slots: bool = False) -> Any:  # noqa: ANN401 (a class, or what makes one)
        """Return the class as the standard decorator would, with equality, a printed form and, when frozen, a hash."""
        return partial(_made, frozen, slots) if cls is None else _made(frozen, slots, cls)


def _made(frozen: bool, slots: bool, cls: type) -> Any:  # noqa: ANN401, FBT001 (a class; named by the decorator)
    made: Any = dataclasses.dataclass(slots=slots, eq=False, repr=False, init=False)(cls)
    fields = dataclasses.fields(made)
    compared = _getter([field.name for field in fields if field.compare])
    own = vars(cls)
    if "__init__" not in own:
        made.__init__ = _constructor(made, fields)
    if "__eq__" not in own:
        made.__eq__ = _equality(compared)
        made.__hash__ = _hash(compared) if frozen else None
    if "__repr__" not in own:
        made.__repr__ = _printer([field.name for field in fields if field.repr])
    return made


def _constructor(made: Any, fields: Sequence[dataclasses.Field[Any]]) -> Callable[..., None]:  # noqa: ANN401 (a class)
    """Return what the standard decorator writes as `__init__`, without its annotations."""
    scope: dict[str, Any] = {"_absent": dataclasses.MISSING}
    parameters, last, lines = ["self"], ["*"], ["pass"]
    for field in fields:
        name, value, parameter = field.name, field.name, field.name
        if field.default_factory is not dataclasses.MISSING:
            scope[f"_make_{name}"], parameter = field.default_factory, f"{name}=_absent"
            value = f"_make_{name}() if {name} is _absent else {name}" if field.init else f"_make_{name}()"
        elif field.default is not dataclasses.MISSING:
            scope[f"_default_{name}"], parameter = field.default, f"{name}=_default_{name}"
            value = name if field.init else f"_default_{name}"
        elif not field.init:
            continue
        if field.init:
            (last if field.kw_only else parameters).append(parameter)
        lines.append(f"self.{name} = {value}")
    if hasattr(made, "__post_init__"):
        lines.append("self.__post_init__()")
    given = ", ".join([*parameters, *(last if len(last) > 1 else ())])
    exec("def __init__({}):\n {}".format(given, "\n ".join(lines)), scope)  # noqa: S102 (names of fields, as the standard one does)
    made_so: Callable[..., None] = scope["__init__"]
    made_so.__qualname__ = f"{made.__qualname__}.__init__"
    return made_so


def _getter(names: list[str]) -> Callable[[object], object]:
    return attrgetter(*names) if names else lambda _: ()


def _equality(compared: Callable[[object], object]) -> Callable[[object, object], bool]:
    def __eq__(self: object, other: object) -> bool:  # noqa: N807 (it becomes the method)
        return compared(self) == compared(other) if other.__class__ is self.__class__ else NotImplemented

    return __eq__


def _hash(compared: Callable[[object], object]) -> Callable[[object], int]:
    def __hash__(self: object) -> int:  # noqa: N807 (it becomes the method)
        return hash(compared(self))

    return __hash__


def _printer(names: list[str]) -> Callable[[object], str]:
    @recursive_repr()
    def __repr__(self: object) -> str:  # noqa: N807 (it becomes the method)
        return f"{self.__class__.__qualname__}({', '.join(f'{name}={getattr(self, name)!r}' for name in names)})"

    return __repr__
