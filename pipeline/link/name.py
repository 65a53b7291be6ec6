"""One name as it is compared: own names, family names and what is known of them."""

from __future__ import annotations

from dataclasses import dataclass

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

    @property
    def tokens(self) -> tuple[str, ...]:
        """Return own and family names, in this order."""
        return self.given + self.family

    @property
    def plain(self) -> bool:
        """Return whether it is one own and one family name and nothing else."""
        return len(self.parts) == len(self.given) + len(self.family) == 2 and bool(
            self.given and self.family and self.latin and not (self.nick or self.former or self.native)
        )

    @property
    def full(self) -> bool:
        """Return whether both an own and a family name are written out."""
        return any(len(token) > 1 for token in self.given) and any(len(token) > 1 for token in self.family)
