"""What no file of the repository may hold, and what every shared folder must be."""

from __future__ import annotations

import ast
import re
import tomllib

import pytest

TEXT = {
    ".py",
    ".toml",
    ".md",
    ".txt",
    ".csv",
    ".ics",
    ".html",
    ".js",
    ".css",
    ".yaml",
    ".json",
    ".tsv",
    "",
    ".typ",
}
#: Written in parts, so that this file is not its own finding.
MACHINE_PATHS = re.compile(r"(?<![\w.$}])/(?:" + "root|wo" + r"rk|home/\w+|Users/\w+)/")
REGISTRIES = re.compile(
    "|".join(
        ("pypi" + r"\.org", "python" + "hosted", "npm" + r"js\.", r"deb\.deb" + "ian", "index-" + "url =")
    )
)


def offenders(tracked, root, pattern):
    found = []
    for path in tracked:
        if path.suffix not in TEXT:
            continue
        text = path.read_bytes().decode("utf-8", errors="replace")
        found += [f"{path.relative_to(root)}: {hit[0]}" for hit in pattern.finditer(text)]
    return found


def test_no_file_names_a_place_on_somebodys_machine(tracked, root):
    assert offenders(tracked, root, MACHINE_PATHS) == []


def test_no_file_names_a_package_registry(tracked, root):
    assert offenders(tracked, root, REGISTRIES) == []


@pytest.mark.parametrize("folder", ["templates", "config", "sample_data"])
def test_a_shared_folder_holds_data_only(root, folder):
    # A module there would shadow the package in an editable install, which copies these folders beside it.
    assert list((root / folder).rglob("*.py")) == []


def test_no_module_is_a_junk_drawer(root):
    names = {path.stem for path in (root / "pipeline").rglob("*")}
    assert names & {"utils", "util", "common", "helpers", "helper", "misc"} == set()


def test_no_frame_is_mapped_by_element(modules):
    mapped = [
        f"{module.name}:{node.lineno}"
        for module in modules
        for node in module.nodes
        if isinstance(node, ast.Attribute) and node.attr in {"map_elements", "map_batches", "iter_slices"}
    ]
    assert mapped == []


def test_nothing_but_the_printer_writes_to_the_terminal(modules):
    talkers = {
        module.name
        for module in modules
        for node in module.nodes
        if isinstance(node, ast.Call) and getattr(node.func, "id", None) == "print"
    }
    assert talkers == set()


def test_every_data_file_of_config_is_valid(root):
    for path in sorted((root / "config").glob("*.toml")):
        assert tomllib.loads(path.read_text(encoding="utf-8")), path.name


def test_every_setting_says_what_it_does(root):
    silent, spoken = [], False
    for line in (root / "config" / "defaults.toml").read_text(encoding="utf-8").splitlines():
        if line.startswith("#"):
            spoken = True
        elif not line.strip():
            spoken = False
        elif line.startswith("["):
            # Keys of one table may share the comment that stands above its name.
            spoken = spoken or False
        elif not spoken:
            silent.append(line)
    assert silent == []


def test_sample_data_names_no_real_address(root):
    pattern = re.compile(r"[\w.+-]+@([\w-]+(?:\.[\w-]+)+)")
    hosts = {
        hit[1]
        for path in (root / "sample_data").rglob("*")
        if path.is_file() and path.suffix in TEXT
        for hit in pattern.finditer(path.read_bytes().decode("utf-8", errors="replace"))
    }
    real = {
        host
        for host in hosts
        if not re.search(r"(?:^|\.)(?:example\.(?:com|org|net)|example|test|invalid)$", host)
    }
    assert real == set()
