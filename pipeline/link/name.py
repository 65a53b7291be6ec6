"""One name as it is compared: own names, family names and what is known of them."""

from __future__ import annotations

from dataclasses import dataclass, field

#: Scripts in which one written name is read in several ways.
READ = frozenset({"han", "kana", "hangul", "abjad"})


@dataclass(frozen=True, slots=True)
class Name:
    """One name. Tokens are folded; ``parts`` keeps particles, ``given`` and ``family`` do not."""

    parts: tuple[str, ...] = ()
    given: tuple[str, ...] = ()
    family: tuple[str, ...] = ()
    sure: bool = False
    generation: str | None = None
    nick: tuple[str, ...] = ()
    former: tuple[str, ...] = ()
    native: str = ""
    script: str = "none"
    latin: bool = False
    placeholder: bool = False
    chained: bool = False
    joint: bool = False
    address: str = ""

    #: Own and family names, in this order; made once, because every comparison asks for them.
    tokens: tuple[str, ...] = field(init=False, compare=False, repr=False)
    #: Whether it is one own and one family name and nothing else.
    plain: bool = field(init=False, compare=False, repr=False)
    #: Whether, besides, nothing was said around it: the words alone decide how it relates to another such.
    bare: bool = field(init=False, compare=False, repr=False)

    def __post_init__(self) -> None:
        """Keep what is asked again and again."""
        object.__setattr__(self, "tokens", self.given + self.family)
        two = len(self.parts) == len(self.tokens) == 2 and bool(self.given and self.family and self.latin)
        plain = two and not (self.nick or self.former or self.native)
        around = self.placeholder or self.joint or self.chained or self.address or self.script != "latin"
        object.__setattr__(self, "plain", plain)
        object.__setattr__(self, "bare", plain and not around)

    @property
    def full(self) -> bool:
        """Return whether both an own and a family name are written out."""
        return any(len(token) > 1 for token in self.given) and any(len(token) > 1 for token in self.family)
