import pytest

from pipeline.errors import SettingsError
from pipeline.settings import load_settings


@pytest.fixture(autouse=True)
def _own_folder(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.setenv("HOME", str(tmp_path))


def test_every_default_has_its_origin():
    settings = load_settings()
    assert settings.values["plan.must_meet"].origin == "default"
    assert settings.integer("plan.must_meet") == 5


def test_the_workspace_beats_the_default_the_environment_the_workspace_and_a_flag_all(tmp_path, monkeypatch):
    (tmp_path / "meetwell.toml").write_text("[plan]\nmust_meet = 3\n")
    assert load_settings(tmp_path).integer("plan.must_meet") == 3
    monkeypatch.setenv("MEETWELL_PLAN__MUST_MEET", "4")
    assert load_settings(tmp_path).integer("plan.must_meet") == 4
    flagged = load_settings(tmp_path, {"plan.must_meet": "6"})
    assert flagged.integer("plan.must_meet") == 6
    assert flagged.values["plan.must_meet"].origin == "flag"


def test_the_users_own_folder_stands_between_default_and_workspace(tmp_path):
    folder = tmp_path / "config" / "meetwell"
    folder.mkdir(parents=True)
    (folder / "meetwell.toml").write_text('[report]\npaper = "letter"\n')
    assert load_settings().text("report.paper") == "letter"


def test_an_unknown_key_names_the_nearest_known_one(tmp_path):
    (tmp_path / "meetwell.toml").write_text("[plan]\nmust_met = 3\n")
    with pytest.raises(SettingsError) as problem:
        load_settings(tmp_path)
    assert problem.value.what == "unknown setting plan.must_met"
    assert problem.value.do == "Did you mean plan.must_meet?"


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ('[plan]\nmust_meet = "many"\n', "a whole number"),
        ("[plan]\nmust_meet = 2.5\n", "a whole number"),
        ("[plan]\nmust_meet = true\n", "a whole number"),
        ("[report]\npaper = 4\n", "a text"),
        ('[plan]\nall_day_blocks = "maybe"\n', "true or false"),
    ],
)
def test_a_value_of_the_wrong_kind_says_which_kind_is_right(tmp_path, text, kind):
    (tmp_path / "meetwell.toml").write_text(text)
    with pytest.raises(SettingsError) as problem:
        load_settings(tmp_path)
    assert f"takes {kind}, not" in problem.value.what


def test_broken_toml_says_where(tmp_path):
    (tmp_path / "meetwell.toml").write_text("[plan\n")
    with pytest.raises(SettingsError) as problem:
        load_settings(tmp_path)
    assert problem.value.where == str(tmp_path / "meetwell.toml")
    assert "line 1" in problem.value.what
