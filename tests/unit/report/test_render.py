"""Views become HTML through templates, the user's own first."""

import pytest

from pipeline.errors import RenderError
from pipeline.report.render import environment, to_html


def write(folder, name, text):
    """Write one template of the user."""
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def test_a_file_of_the_user_wins_and_the_rest_stays_shipped(tmp_path):
    write(tmp_path, "css/print.css", "/* mine */")
    write(tmp_path, "own.html", '{% include "css/print.css" %} {% from "parts/after.html" import after %}ok')
    assert to_html("own.html", None, folders=[tmp_path]).split() == ["/*", "mine", "*/", "ok"]


def test_text_is_escaped(tmp_path):
    write(tmp_path, "own.html", "{{ view }}")
    assert to_html("own.html", "<b>&", folders=[tmp_path]) == "&lt;b&gt;&amp;"


def test_a_broken_template_names_file_and_line(tmp_path):
    path = write(tmp_path, "own.html", "one\n{% for x in %}\n")
    with pytest.raises(RenderError) as caught:
        to_html("own.html", None, folders=[tmp_path])
    assert caught.value.where == f"{path}:2"


def test_asking_for_what_a_view_has_not_names_file_and_line(tmp_path):
    path = write(tmp_path, "own.html", "one\ntwo\n{{ view.nothing }}\n")
    with pytest.raises(RenderError) as caught:
        to_html("own.html", object(), folders=[tmp_path])
    assert caught.value.where == f"{path}:3"


def test_a_template_that_is_not_there_is_named():
    with pytest.raises(RenderError) as caught:
        to_html("none.html", None)
    assert caught.value.what == "the template none.html does not exist"


@pytest.mark.parametrize(
    "attack",
    [
        "{{ ''.__class__.__mro__ }}",
        "{{ view.__init__.__globals__ }}",
        "{{ self._TemplateReference__context }}",
        "{% include '../../pyproject.toml' %}",
        "{% include '/etc/hostname' %}",
        "{{ cycler.__init__.__globals__.os.popen('id').read() }}",
    ],
)
def test_a_template_of_the_user_cannot_leave_its_sandbox(tmp_path, attack):
    write(tmp_path, "own.html", attack)
    with pytest.raises(RenderError):
        to_html("own.html", "x", folders=[tmp_path])


@pytest.mark.parametrize(
    "endless",
    [
        '{{ "x" * 9999999999 }}',
        "{{ 9 ** 9 ** 9 }}",
        '{{ "%9999999999d" % 1 }}',
        "{% for a in range(99999) %}{% endfor %}",
    ],
)
def test_a_template_of_the_user_cannot_ask_for_endless_work(tmp_path, endless):
    (tmp_path / "own.html").write_text(f"\n{endless}", encoding="utf-8")
    with pytest.raises(RenderError) as caught:
        to_html("own.html", None, folders=[tmp_path])
    assert caught.value.where == f"{tmp_path / 'own.html'}:2"


def test_a_template_that_takes_too_long_is_given_up(tmp_path):
    from pipeline.report import sandbox

    loops = "".join(f"{{% for x{depth} in range(9999) %}}" for depth in range(9)) + "{% endfor %}" * 9
    (tmp_path / "own.html").write_text(loops, encoding="utf-8")
    with pytest.raises(sandbox.SecurityError, match="too long"), sandbox.time_limit(0.1):
        environment([tmp_path]).get_template("own.html").render()
