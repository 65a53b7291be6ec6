"""Every message key and label that code or a template names has its sentence in ``config/words.en.toml``."""

from __future__ import annotations

import ast
import re
import tomllib
from typing import TYPE_CHECKING

import pytest

from pipeline.report.words import load_words

if TYPE_CHECKING:
    from collections.abc import Iterator

FAMILIES = "reason|ground|give|question|eligibility|aside|coverage|drop|step|warn|paper"
#: Where the words stand that templates print as they are.
LABELS = ("paper.label.", "paper.phone.")
#: Asked for by the side that a reason is for.
SIDES = {"you", "them", "both"}
KEY = re.compile(rf"(?:{FAMILIES})(?:\.[a-z0-9_]+)+")


@pytest.fixture(scope="module")
def sentences() -> dict[str, object]:
    return dict(load_words("en").sentences)


def patterns(node: ast.AST) -> Iterator[str]:
    """Yield a regular expression per key this expression can make; what is computed matches anything."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        if KEY.fullmatch(node.value):
            yield re.escape(node.value)
    elif isinstance(node, ast.JoinedStr):
        parts = [
            re.escape(part.value) if isinstance(part, ast.Constant) else r"[\w.]+" for part in node.values
        ]
        whole = "".join(parts)
        if re.match(rf"(?:{FAMILIES})\\?\.", whole):
            yield whole


@pytest.fixture(scope="module")
def named(modules) -> dict[str, list[str]]:
    """Return the places that name each key, or make it by this expression."""
    found: dict[str, list[str]] = {}
    for module in modules:
        inside = {part for node in module.nodes if isinstance(node, ast.JoinedStr) for part in node.values}
        for node in module.nodes:
            for pattern in patterns(node) if node not in inside else ():
                found.setdefault(pattern, []).append(f"{module.name}:{node.lineno}")
    assert len(found) > 100
    return found


def test_every_key_in_code_has_a_sentence(named, sentences):
    keys = "\n".join(sentences)
    silent = {
        pattern: places
        for pattern, places in named.items()
        if not re.search(rf"^{pattern}(?:[._].+)?$", keys, re.MULTILINE)
    }
    assert silent == {}


def test_every_question_of_the_bank_has_a_sentence(root, sentences):
    bank = tomllib.loads((root / "config" / "questions.toml").read_text(encoding="utf-8"))
    assert {name for name in bank if f"question.{name}" not in sentences} == set()


@pytest.fixture(scope="module")
def asked(root) -> set[str]:
    """Return the labels that templates ask for, in ``label`` or in ``t``, which is short for it."""
    texts = [
        path.read_text(encoding="utf-8")
        for path in (root / "templates").rglob("*")
        if path.suffix in {".html", ".typ", ".js"}
    ]
    return {name for text in texts for name in re.findall(r"\b(?:label|t)\.([a-z_]+)\b(?!\()", text)}


def test_every_label_in_a_template_exists(asked, sentences):
    assert {name for name in asked if not sentences.keys() & {f"{place}{name}" for place in LABELS}} == set()


def test_every_label_is_printed_somewhere(named, asked, sentences):
    labels = {key: key.rpartition(".")[2] for key in sentences if key.startswith(LABELS)}
    assert [
        key for key, name in labels.items() if name not in asked | SIDES and re.escape(key) not in named
    ] == []


def test_no_sentence_has_a_broken_slot(sentences):
    texts = {key: text for key, text in sentences.items() if isinstance(text, str)}
    odd = {key for key, text in texts.items() if text.count("{") != len(re.findall(r"\{\w+\}", text))}
    assert odd == set()


def test_what_people_read_has_no_word_of_the_workshop(sentences):
    """A must-meet may read the sheet upside down, and nobody is told what the glossary does not explain."""
    texts = [re.sub(r"\{\w+\}", "", str(text)).casefold() for text in sentences.values()]
    said = {word for text in texts for word in re.findall(r"[a-z-]+", text)}
    workshop = {"target", "targets", "tier", "score", "rank", "slug", "user", "attendee", "schmoozing"}
    assert said & workshop == set()
