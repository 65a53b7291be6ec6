"""View models to HTML through templates: the user's folder first, all escaped, nothing undefined."""

from __future__ import annotations

import traceback
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from pipeline.errors import RenderError, cell
from pipeline.report.clean import isolated
from pipeline.shared import shared

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path
    from types import FrameType

    from jinja2.sandbox import ImmutableSandboxedEnvironment


#: The page of an office's audit and preview, which is set as it is.
_NOT_TO_CHANGE = frozenset({"typst/plain.typ"})
MEND = "Mend the template, or delete your copy to use the shipped one."


def environment(folders: Sequence[Path] = ()) -> ImmutableSandboxedEnvironment:
    """Return the template environment: these folders first, file by file, then the shipped templates.

    Templates are compiled once in a process, and again when a file of these folders was changed.
    """
    stamps = tuple((str(path), path.stat().st_mtime_ns) for path in _files(folders))
    return _environment(tuple(map(str, folders)), stamps)


def _is_markup(template: str | None) -> bool:
    """Tell whether this is a page, in which all is escaped, or a draft, which is plain text."""
    return template is None or not template.endswith(".txt")


def _files(folders: Sequence[Path]) -> list[Path]:
    return [path for folder in folders for path in sorted(folder.rglob("*")) if path.is_file()]


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
        autoescape=_is_markup,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )


def to_html(template: str, view: object, *, folders: Sequence[Path] = (), **more: object) -> str:
    """Return the view as HTML, or as the text of a draft; templates of the user are filled in by a child.

    Raises ``RenderError`` with file and line when a template is missing, broken or asks for too much.
    """
    if not _files(folders):
        return filled(template, view, more)
    from pipeline.report.sandbox import LIMIT
    from pipeline.report.worker import shared_worker

    return shared_worker().fill(template, view, more, folders=folders, seconds=LIMIT)


def filled(template: str, view: object, more: Mapping[str, object], *, folders: Sequence[Path] = ()) -> str:
    """Return the view as HTML, filled in here and now.

    Raises ``RenderError`` as ``to_html`` does; what takes no end of time it cannot stop.
    """
    from jinja2 import TemplateError, TemplateNotFound, TemplateSyntaxError

    from pipeline.report.sandbox import time_limit, watched

    try:
        with time_limit():
            pieces = environment(folders).get_template(template).generate(view=view, **more)
            text = "".join(watched(pieces))
            return isolated(text) if _is_markup(template) else text
    except TemplateSyntaxError as problem:
        raise _broken(str(problem.message), problem.filename or template, problem.lineno) from problem
    except TemplateNotFound as problem:
        raise _broken(f"the template {problem.name} does not exist", template, None) from problem
    except (
        *(TemplateError, TypeError, ValueError, ArithmeticError, LookupError, UnicodeError),
        *(AttributeError, RecursionError, MemoryError),
    ) as problem:
        told = "it takes too much memory" if isinstance(problem, MemoryError) else str(problem)
        raise _broken(told, *_place(problem, template)) from problem


def source_of_template(name: str, folders: Sequence[Path] = ()) -> str:
    """Return the text of a template as it stands, the user's own first.

    Raises ``RenderError`` when there is none of that name, or it is no UTF-8.
    """
    path = path_of_template(name, folders)
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError as problem:
        raise _broken("the template is no text in UTF-8", str(path), None) from problem


def path_of_template(name: str, folders: Sequence[Path] = ()) -> Path:
    """Return the file of a template, the user's own first.

    Raises ``RenderError`` when there is none of that name.
    """
    for folder in (*folders, shared("templates")):
        path = folder / name
        if path.is_file():
            return path
    raise _broken(f"the template {name} does not exist", name, None)


def template_names() -> tuple[str, ...]:
    """Return the names of all shipped templates, as ``templates eject`` takes them."""
    folder = shared("templates")
    kinds = {".html", ".css", ".js", ".typ"}
    found = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.suffix in kinds}
    return tuple(sorted(found - _NOT_TO_CHANGE))


def _broken(what: str, file: str, line: int | None) -> RenderError:
    """Return the error of a template that is not right there."""
    return RenderError(
        what,
        where=cell(file, line),
        do=MEND,
    )


def place_of(frame: FrameType | None) -> tuple[str, int | None] | None:
    """Return file and line of the innermost template that this frame is in; None while one is read in."""
    while frame is not None:
        name, template = frame.f_code.co_filename, frame.f_globals.get("__jinja_template__")
        if template is not None and not name.endswith(".py"):
            return name, template.get_corresponding_lineno(frame.f_lineno)
        frame = frame.f_back
    return None


def _place(problem: BaseException, template: str) -> tuple[str, int | None]:
    """Return file and line of the innermost template frame of this problem's traceback."""
    frames = traceback.extract_tb(problem.__traceback__)
    inside: list[Any] = [frame for frame in frames if not frame.filename.endswith(".py")]
    return (inside[-1].filename, inside[-1].lineno) if inside else (template, None)
