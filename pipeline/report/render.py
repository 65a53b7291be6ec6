"""View models to HTML through templates: the user's folder first, all escaped, nothing undefined."""

from __future__ import annotations

import traceback
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from pipeline.errors import RenderError, cell
from pipeline.shared import shared

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from jinja2.sandbox import ImmutableSandboxedEnvironment


def environment(folders: Sequence[Path] = ()) -> ImmutableSandboxedEnvironment:
    """Return the template environment: these folders first, file by file, then the shipped templates.

    Templates are compiled once in a process, and again when a file of these folders was changed.
    """
    files = (path for folder in folders for path in sorted(folder.rglob("*")) if path.is_file())
    stamps = tuple((str(path), path.stat().st_mtime_ns) for path in files)
    return _environment(tuple(map(str, folders)), stamps)


@lru_cache(maxsize=8)
def _environment(
    folders: tuple[str, ...],
    _stamps: tuple[tuple[str, int], ...],  # part of the key only
) -> ImmutableSandboxedEnvironment:
    from jinja2 import FileSystemLoader, StrictUndefined

    from pipeline.report.sandbox import Sandbox

    search = [*folders, str(shared("templates"))]
    return Sandbox(
        loader=FileSystemLoader(search, encoding="utf-8"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )


def to_html(template: str, view: object, *, folders: Sequence[Path] = (), **more: object) -> str:
    """Return the view as HTML.

    Raises ``RenderError`` with file and line when a template is missing, broken or asks for too much.
    """
    from jinja2 import TemplateError, TemplateNotFound, TemplateSyntaxError

    from pipeline.report.sandbox import time_limit, watched

    try:
        with time_limit():
            return "".join(watched(environment(folders).get_template(template).generate(view=view, **more)))
    except TemplateSyntaxError as problem:
        raise _broken(str(problem.message), problem.filename or template, problem.lineno) from problem
    except TemplateNotFound as problem:
        raise _broken(f"the template {problem.name} does not exist", template, None) from problem
    except (TemplateError, TypeError, ValueError, ArithmeticError, LookupError, UnicodeError) as problem:
        raise _broken(str(problem), *_place(problem, template)) from problem


def source_of_template(name: str, folders: Sequence[Path] = ()) -> str:
    """Return the text of a template as it stands, the user's own first.

    Raises ``RenderError`` when there is none of that name.
    """
    for folder in (*folders, shared("templates")):
        path = folder / name
        if path.is_file():
            return path.read_text(encoding="utf-8")
    raise _broken(f"the template {name} does not exist", name, None)


def template_names() -> tuple[str, ...]:
    """Return the names of all shipped templates, as ``templates eject`` takes them."""
    folder = shared("templates")
    kinds = {".html", ".css", ".js", ".typ"}
    found = (path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.suffix in kinds)
    return tuple(sorted(found))


def _broken(what: str, file: str, line: int | None) -> RenderError:
    return RenderError(
        what,
        where=cell(file, line),
        do="Mend the template, or delete your copy to use the shipped one.",
    )


def _place(problem: BaseException, template: str) -> tuple[str, int | None]:
    """Return file and line of the innermost template frame of this problem's traceback."""
    frames = traceback.extract_tb(problem.__traceback__)
    inside: list[Any] = [frame for frame in frames if not frame.filename.endswith(".py")]
    return (inside[-1].filename, inside[-1].lineno) if inside else (template, None)
