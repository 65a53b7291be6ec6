import io
import json

import pytest

from pipeline.cli import COMMANDS, SECTIONS, execute
from pipeline.cli.call import Call
from pipeline.cli.output import Answer, emit, emit_error, safe, write
from pipeline.errors import InputError


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Ana\tb\n", "Ana\tb\n"),
        ("\x1b]0;title\x07", "\\x1b]0;title\\x07"),
        ("\x9b31m", "\\x9b31m"),
        ("abc\u202egnp", "abc\\u202egnp"),
        ("a\rb\x08", "a\\x0db\\x08"),
        ("José 山田 🎉", "José 山田 🎉"),
    ],
)
def test_no_text_can_steer_the_terminal(text, shown):
    assert safe(text) == shown


def test_whatever_is_printed_is_harmless(capsys):
    answer = Answer(("Ana\x1b[2J",), {"name": "\u202eAna\x9b"}, "meetwell show '\x1b]0;x'", ("\x07",))
    emit(answer, as_json=False, quiet=False)
    emit(answer, as_json=True, quiet=False)
    emit_error(InputError("\x1b]8;;x", where="\x9b.csv", do="\u2066"), as_json=True)
    said = "".join(capsys.readouterr())
    assert [sign for sign in said if sign != "\n" and not " " <= sign <= "~"] == []


def test_a_stream_that_cannot_say_a_character_still_gets_the_line():
    raw = io.BytesIO()
    stream = io.TextIOWrapper(raw, encoding="ascii")
    write(stream, "José")
    stream.flush()
    assert raw.getvalue() == b"Jos\\xe9\n"


def test_help_names_every_command_under_its_section(capsys):
    assert execute(["--help"]) == 0
    out = capsys.readouterr().out
    for section, name, _, line in COMMANDS:
        assert section in SECTIONS
        assert f"  {name} " in out
        assert line.split()[0] in out


@pytest.mark.parametrize("name", [name for _, name, _, _ in COMMANDS])
def test_no_line_about_a_command_is_cut(name, capsys):
    assert execute([name, "--help"]) == 0
    told = capsys.readouterr().out.partition("Commands:")[2]
    assert [line for line in told.splitlines() if line.endswith("...")] == []


@pytest.mark.parametrize("name", [name for _, name, _, _ in COMMANDS])
def test_every_help_text_ends_in_an_example(name, capsys):
    assert execute([name, "--help"]) == 0
    help_text = capsys.readouterr().out.split("Options:")[0].rstrip()
    assert "Example: meetwell" in help_text.split("\n\n")[-1]


@pytest.mark.parametrize(
    ("words", "what"),
    [
        (["mtch"], "There is no command 'mtch'. Did you mean 'match'?"),
        (["add"], "Missing argument"),
        (["match", "--top", "x"], "'x' is not a valid integer"),
        (["--now", "noon", "match"], "is no date or time"),
    ],
)
def test_a_wrong_word_is_a_usage_error_with_the_way_to_the_help(words, what, capsys, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    if words[0] == "--now":
        execute(["init", "--name", "A", "--field", "finance"])
        execute(["event", "add", "e", "--on", "2027-03-18", "--hours", "10-16"])
        capsys.readouterr()
    assert execute(words) == 2
    assert what in capsys.readouterr().err


def test_with_json_stdout_is_one_object_even_when_the_words_are_wrong(capsys):
    assert execute(["--format", "json", "mtch"]) == 2
    captured = capsys.readouterr()
    assert json.loads(captured.out)["error"]["exit_code"] == 2
    assert captured.out.count("\n") == 1


def test_the_common_options_hold_before_and_after_the_command(capsys, tmp_path):
    folder = str(tmp_path / "ws")
    assert execute(["-w", folder, "init", "--name", "A", "--field", "finance", "--format", "json"]) == 0
    before = json.loads(capsys.readouterr().out)
    assert before["workspace"] == folder
    assert execute(["event", "list", "--workspace", folder, "--format=json"]) == 0
    assert json.loads(capsys.readouterr().out)["events"] == []


def test_a_command_outside_any_workspace_says_how_to_make_one(capsys, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert execute(["match"]) == 5
    said = capsys.readouterr().err
    assert [word for word in ("init", "quick LIST", "demo") if f"'meetwell {word}'" not in said] == []


def test_meetwell_alone_leads_on_step_by_step(capsys, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    seen = []
    for words in (
        [],
        ["init", "--name", "A", "--field", "finance"],
        [],
        ["event", "add", "spring", "--on", "2027-03-18", "--hours", "10-16", "--tz", "UTC"],
        [],
    ):
        assert execute(words) == 0
        seen.append(capsys.readouterr().out.splitlines()[-1])
    assert "demo" in seen[0]
    assert "quick LIST" in seen[0]
    first = "Next: meetwell event add SLUG --on DATE --hours 10-16"
    assert seen[1:3] == [first, f"{first}, or meetwell quick LIST (a sheet from a list alone)"]
    assert "meetwell add" in seen[4]


@pytest.mark.parametrize(
    ("words", "expected"),
    [("meetwell prep --event s", "plain,spring"), ("meetwell -w {} plan --event ", "plain,spring")],
)
def test_the_shell_completes_the_events_there_are(words, expected, capsys, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    execute(["init", "--name", "A", "--field", "finance"])
    execute(["event", "add", "spring", "--on", "2027-03-18", "--hours", "10-16", "--tz", "UTC"])
    capsys.readouterr()
    line = words.format(tmp_path)
    monkeypatch.setenv("_MEETWELL_COMPLETE", "bash_complete")
    monkeypatch.setenv("COMP_WORDS", line)
    monkeypatch.setenv("COMP_CWORD", str(line.count(" ")))
    with pytest.raises(SystemExit):
        execute([])
    assert capsys.readouterr().out.splitlines() == [expected]


@pytest.mark.parametrize(
    "words",
    [("batch", "run", "my list.csv", "--preview", "20"), ("batch", "run", "--preview=20", "my list.csv")],
)
def test_a_command_is_told_without_its_preview(words):
    assert Call(words=words).without("--preview", valued=True) == "meetwell batch run 'my list.csv'"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["quik"], "There is no command 'quik'. Did you mean 'quick'?"),
        (["klingon"], "There is no command 'klingon'."),
        (["ingest", "calender"], "There is no command 'calender'. Did you mean 'calendar'?"),
        (["ingest", "csv"], "There is no command 'csv'. There are: attendees, calendar, network, inbox."),
        (["event", "add", "x", "--on", "2027-02-30", "--hours", "10-16"], "'2027-02-30' is not a date"),
        (["init", "new", "--name", "Tess", "--no-input"], "nobody says what you are looking for"),
        (["quick", "x.csv", "--tz", "Mars/Base"], "error: --tz: 'Mars/Base' is no time zone"),
        (
            ["event", "add", "x", "--on", "2027-03-01", "--hours", "16-10"],
            "error: --hours: hours '16-10' end before they begin",
        ),
    ],
)
def test_what_cannot_be_done_is_said_in_the_words_of_the_command(words, said, tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    execute(["init", "-w", str(tmp_path), "--name", "Ona Bell", "--field", "maps", "--quiet"])
    execute(words)
    assert capsys.readouterr().err.splitlines()[0].endswith(said)
