"""The importer of the guide, as a package of somebody else: found, asked, tested with the kit."""

import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from pipeline.errors import SettingsError
from pipeline.ingest import ingest
from pipeline.ingest.registry import importers

GUIDE = Path(__file__).parents[3] / "docs" / "how-to" / "importer.md"
FILES = dict(
    re.findall(r"<!-- file: (\S+) -->\n```\w+\n(.*?)```", GUIDE.read_text(encoding="utf-8"), re.DOTALL)
)


@pytest.fixture
def package(tmp_path, monkeypatch):
    """Return the folder of the guide's package, laid out as an installer would, and on the path."""
    for name, text in FILES.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    points = tomllib.loads(FILES["pyproject.toml"])["project"]["entry-points"]["meetwell.importers"]
    info = tmp_path / "ourclub-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: ourclub\nVersion: 1.0\n")
    lines = "".join(f"{name} = {value}\n" for name, value in points.items())
    (info / "entry_points.txt").write_text(f"[meetwell.importers]\n{lines}")
    monkeypatch.syspath_prepend(str(tmp_path))
    importers.cache_clear()
    yield tmp_path
    importers.cache_clear()
    for name in [name for name in sys.modules if name.partition(".")[0] == "ourclub"]:
        del sys.modules[name]


def test_the_importer_of_the_guide_reads_its_list(package, source, settings):
    assert "ourclub" in {item.name for item in importers()}
    found = ingest(source("members.csv", FILES["tests/members.csv"]), settings)
    assert found.inspection.platform == "ourclub"
    assert dict(zip(found.records["name"], found.records["organization"], strict=True)) == {
        "Ada Byron": "Acme GmbH",
        "Tom Kite": "Northwind AG",
    }


def test_the_test_of_the_guide_passes(package):
    root = GUIDE.parents[2]
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "tests"],
        cwd=package,
        env={"PYTHONPATH": f"{package}:{root}", "PATH": ""},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout
    assert "1 passed" in done.stdout


def test_a_package_that_cannot_be_loaded_is_named(package):
    (package / "ourclub" / "meetwell.py").write_text("import nothing_like_it\n")
    with pytest.raises(SettingsError, match="importer 'ourclub' of the package ourclub cannot be loaded"):
        importers()
