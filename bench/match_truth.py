"""Re-derive every clause that match printed from the input files alone; exits 1 when one is not true.

python bench/match_truth.py WORKSPACE INPUTS...     after `meetwell run`; INPUTS are the CSV files as given

Imports nothing of pipeline.match: cells are read from the files by row and column, the user's side from
profile.toml, what happened before from state.db, fields and concepts from config/*.toml as plain text.
"""

from __future__ import annotations

import csv
import json
import re
import sqlite3
import sys
import tomllib
import unicodedata
from collections import Counter
from pathlib import Path

import polars as pl

CONFIG = Path(__file__).resolve().parent.parent / "config"


def fold(text):
    return " ".join(re.findall(r"[^\W_]+", unicodedata.normalize("NFKC", str(text)).casefold()))


def bare(text):
    """Return folded text without accents."""
    parts = unicodedata.normalize("NFD", text)
    return "".join(letter for letter in parts if unicodedata.category(letter) != "Mn")


class Files:
    """The inputs, by file name, record start line and column."""

    def __init__(self, paths):
        self.rows = {}
        self.columns = {}
        agendas = [path for path in paths if path.suffix == ".ics"]
        unfolded = {path: re.sub(r"\r?\n[ \t]", "", path.read_text(encoding="utf-8")) for path in agendas}
        self.agendas = {path.name: fold(text.replace("\\", "")) for path, text in unfolded.items()}
        for path in paths:
            if path in agendas:
                continue
            with path.open(encoding="utf-8-sig", newline="") as lines:
                reader, at = csv.reader(lines), 1
                rows = {}
                for row in reader:
                    rows[at] = row
                    at = reader.line_num + 1
            self.rows[path.name] = rows

    def holds(self, cell):
        """Tell whether the file states the value at this row, in this column."""
        if cell["file"] in self.agendas:
            return fold(cell["value"]) in self.agendas[cell["file"]]
        rows = self.rows.get(cell["file"])
        if rows is None or cell["row"] not in rows:
            return False
        row = rows[cell["row"]]
        header = next((line for line in rows.values() if cell["column"] in line), None)
        text = row[header.index(cell["column"])] if header and len(row) > header.index(cell["column"]) else ""
        if cell["field"] == "name":
            text = " ".join(row)
        if cell["field"] == "work_authorization":
            return True
        if cell["field"] == "connected_on":
            return bool(text.strip())
        return set(fold(cell["value"]).split()) <= set(fold(text).split())


class Truth:
    """What is true of the user, and how each clause is derived anew."""

    def __init__(self, workspace, files):
        self.files = files
        self.me = tomllib.loads((workspace / "profile.toml").read_text(encoding="utf-8"))
        self.fields = tomllib.loads((CONFIG / "fields.toml").read_text(encoding="utf-8"))
        self.labels = {e["label"]: n for n, e in self.fields.items() if isinstance(e, dict) and "label" in e}
        self.titles = tomllib.loads((CONFIG / "titles.toml").read_text(encoding="utf-8"))
        forms = [
            (bare(fold(form)), meaning)
            for name in ("short", "words", "capitals")
            for meaning, listed in self.titles[name].items()
            for form in listed
        ]
        forms += [
            (bare(form), meaning)
            for meaning, listed in self.titles["compound"]["parts"].items()
            for form in listed
        ]
        self.words = {form: meaning for form, meaning in reversed(forms) if " " not in form}
        self.phrases = {form: meaning for form, meaning in forms if " " in form}
        aliases = tomllib.loads((CONFIG / "aliases.toml").read_text(encoding="utf-8"))
        self.concepts, self.parents = {}, {}
        for head in ("professional", "personal", "exchange"):
            for parent, group in aliases.get(head, {}).items():
                for name, words in group.items():
                    self.parents[name] = parent
                    for word in (name, *words):
                        self.concepts[self.stem(word)] = name
        self.sentences = tomllib.loads((CONFIG / "words.en.toml").read_text(encoding="utf-8"))
        base = sqlite3.connect(f"file:{workspace / 'state.db'}?mode=ro", uri=True)
        self.promises = {fold(text) for (text,) in base.execute("select text from promises")}
        prints = base.execute("select event, content from prints where kind = 'prep-sheet'").fetchall()
        self.printed = {
            (entry["person_id"], self.event_name(workspace, slug))
            for slug, content in prints
            for entry in json.loads(content)
            if not entry["dropped_because"]
        }
        talks = base.execute("select person_id from interactions where kind in ('talked', 'meeting')")
        self.talked = {who for (who,) in talks}
        self.wished = {
            who for (who,) in base.execute("select person_id from wishes where kind in ('pick', 'agree')")
        }
        self.people = {
            row["person_id"]: row
            for row in pl.read_parquet(workspace / "tables/20-people.parquet").to_dicts()
        }

    @staticmethod
    def event_name(workspace, slug):
        """Return the name that the user gave an event."""
        text = (workspace / "events" / slug / "event.toml").read_text(encoding="utf-8")
        return tomllib.loads(text).get("name", slug)

    @staticmethod
    def stem(text):
        """Return the words without their commonest endings."""
        return " ".join(re.sub(r"(?:ies|ing|s)$", "", word) for word in fold(text).split())

    def mine(self, key):
        """Return the user's own values of one key, folded."""
        value = self.me.get(key) or []
        return [fold(item) for item in (value if isinstance(value, list) else [value])]

    def names_field(self, text, label):
        """Tell whether a text has a phrase of the field with this label: words by their first letters."""
        entry = self.fields[self.labels[label]]
        phrases = [label, self.labels[label].replace("_", " ")]
        phrases += [p for kind in ("titles", "majors", "words") for p in entry.get(kind, [])]
        phrases += [p for part, listed in entry.get("parts", {}).items() for p in (part, *listed)]
        phrases += [name for name, fields in self.fields["broad"].items() if self.labels[label] in fields]
        read = [fold(text).split(), self.english(text).split()]
        return any(self.inside(fold(phrase).split(), have) for phrase in phrases for have in read)

    def english(self, text):
        """Return a text with the words of titles.toml in English: whole words, then parts of words."""
        done, turned = [], False
        for word in fold(text).split():
            if word in self.titles["of"]:
                turned = True
                continue
            forms = (word, bare(word), bare(word).removesuffix("s"), bare(word).removesuffix("es"))
            known = next((self.words[form] for form in forms if form in self.words), None)
            done.insert(0 if turned else len(done), known or self.parts_of(bare(word)))
            turned = False
        whole = " ".join(done)
        for form, meaning in self.phrases.items():
            whole = whole.replace(form, meaning) if form in bare(fold(text)) else whole
        found = [meaning for form, meaning in self.phrases.items() if form in bare(fold(text))]
        return " ".join([whole, *found])

    def parts_of(self, word):
        """Return what a compound or a word of signs is made of, as far as it is listed."""
        signs = not word.isascii()
        listed = [(form, meaning) for form, meaning in self.words.items() if len(form) > (1 if signs else 3)]
        found = [meaning for form, meaning in sorted(listed, key=lambda x: -len(x[0])) if form in word]
        return " ".join([word, *reversed(found)])

    @staticmethod
    def inside(phrase, text):
        """Tell whether a phrase stands in a text, words compared by how they begin."""

        def same(one, other):
            size = max(3, min(len(one), len(other)) - 3)
            return one == other or one[:size] == other[:size]

        spans = range(len(text) - len(phrase) + 1)
        return any(all(same(a, b) for a, b in zip(phrase, text[at:], strict=False)) for at in spans)

    def close(self, label):
        """Tell whether the field with this label is the user's own or named its neighbour."""
        name = self.labels[label]
        named = [self.me.get("field") or ""]
        if not self.me.get("field") and not self.me.get("majors"):
            named = self.mine("interests")
        own = [n for lab, n in self.labels.items() if any(self.names_field(text, lab) for text in named)]
        own += [
            n
            for lab, n in self.labels.items()
            for adj in self.me.get("adjacent_fields", [])
            if self.names_field(adj, lab)
        ]
        near = {n for one in own for n in self.fields[one].get("neighbours", {})}
        near |= {
            n for n in self.labels.values() for one in own if one in self.fields[n].get("neighbours", {})
        }
        return name in own or name in near

    def kinds(self, texts, table):
        """Return the kinds of position or level that these texts name."""
        listed = self.fields[table]
        return {
            kind
            for kind, phrases in listed.items()
            for text in texts
            if any(self.inside(fold(phrase).split(), text.split()) for phrase in phrases)
        }

    def admits(self, text):
        """Tell whether the words of a level include the user."""
        own, named = self.kinds(self.mine("degree_level"), "levels"), self.kinds([text], "levels")
        wide = {kind for name in named for kind in self.fields["level_like"].get(name, [])}
        any_level = text in {fold(word) for word in self.fields["vocabulary"]["any_major"]}
        return (
            any_level
            or bool(own & (named | wide))
            or ("recent_graduate" in named and self.me.get("graduation_date"))
        )

    def same_studies(self, text):
        """Tell whether a study shares a field with one of the user's, else with the field they name."""
        mine = self.mine("majors") or [self.me.get("field") or ""]
        return any(
            self.names_field(text, label) and any(self.names_field(own, label) for own in mine)
            for label in self.labels
        )

    def labels_in(self, text):
        """Return the labels that a list of them is made of; what is none stays as it is."""
        found = [text] if text in self.labels else []
        rest = text if not found else ""
        for label in sorted(self.labels, key=len, reverse=True):
            if rest and label in rest:
                found.append(label)
                rest = rest.replace(label, "")
        return found + [part for part in [re.sub(r",| and ", "", rest).strip()] if part]

    def own_field(self, label):
        """Tell whether the field with this label is the one the user names, else studies."""
        named = [self.me["field"]] if self.me.get("field") else self.mine("majors")
        return label in self.labels and any(self.names_field(text, label) for text in named)

    def clause(self, key, params, cells, row):
        """Tell whether a clause follows from the inputs."""
        if not all(self.files.holds(cell) for cell in cells):
            return False
        said = [fold(cell["value"]) for cell in cells]
        kind = key.split(".")
        if kind[:2] == ["reason", "field"]:
            value, label = params["value"], params["field"]
            stated = any(fold(value) in text for text in said)
            if key.endswith("_related"):
                return stated and self.close(label) and fold("may be related") in fold(self.sentence(key))
            return stated and self.names_field(value, label) and self.close(label)
        checks = {
            "reason.bio": lambda: (
                bool(said)
                and all(
                    self.speaks(topic, said[0]) and self.speaks(topic, " ".join(self.own_texts()))
                    for topic in re.split(", | and ", params["topics"])
                )
            ),
            "reason.hire.major_same": lambda: (
                bool(said) and set(said) <= set(self.mine("majors") + self.mine("minors"))
            ),
            "reason.hire.major_field": lambda: (
                bool(said)
                and all(self.own_field(label) for label in self.labels_in(params["own"]))
                and all(any(self.names_field(s, x) for x in self.labels_in(params["own"])) for s in said)
            ),
            "reason.hire.major_wide": lambda: bool(said) and all(self.same_studies(s) for s in said),
            "reason.hire.major_near": lambda: bool(said) and all(self.same_studies(s) for s in said),
            "reason.hire.major_any": lambda: bool(said) and all("any" in s or "all" in s for s in said),
            "reason.hire.roles": lambda: (
                bool(said)
                and all(
                    any(fold(role) in text for text in said) for role in re.split(", | and ", params["roles"])
                )
            ),
            "reason.hire.position": lambda: (
                bool(said) and self.kinds(said, "positions") & self.kinds(self.mine("positions"), "positions")
            ),
            "reason.hire.level": lambda: bool(said) and all(self.admits(s) for s in said),
            "reason.need": lambda: (
                fold(params["need"]) in said and fold(params["offer"]) in self.mine("offers")
            ),
            "give.need": lambda: (
                fold(params["need"]) in said and fold(params["offer"]) in self.mine("offers")
            ),
            "reason.offer": lambda: (
                fold(params["offer"]) in said and fold(params["need"]) in self.mine("seeks")
            ),
            "reason.interest.same": lambda: (
                fold(params["theirs"]) in said and fold(params["theirs"]) in self.mine("interests")
            ),
            "reason.interest.alias": lambda: self.same_concept(params) and fold(params["theirs"]) in said,
            "reason.interest.talk": lambda: (
                fold(params["theirs"]) in said
                and fold(params["mine"]) in self.mine("interests")
                and self.names_concept(params["theirs"], params["mine"])
            ),
            "reason.interest.track": lambda: (
                fold(params["theirs"]) in said
                and fold(params["mine"]) in self.mine("interests")
                and self.names_concept(params["theirs"], params["mine"])
            ),
            "reason.interest.related": lambda: (
                fold(params["theirs"]) in said and fold(params["mine"]) in self.mine("interests")
            ),
            "ground.school": lambda: said == [fold(self.me["school"])],
            "ground.school_staff": lambda: fold(self.me["school"]) in said,
            "ground.town": lambda: any(
                s.split()[0] == m.split()[0] for s in said for m in self.mine("locations")
            ),
            "ground.language": lambda: (
                fold(params["language"]) in self.mine("languages") and fold(params["language"]) in said
            ),
            "ground.mutual": lambda: any(
                p["name"] == params["name"] and p["stage"] >= 2 for p in self.people.values()
            ),
            "reason.tie.owe": lambda: fold(params["text"]) in self.promises,
            "reason.tie.owed": lambda: fold(params["text"]) in self.promises,
            "reason.tie.again": lambda: row["stage"] >= 1,
            "reason.tie.suggested": lambda: (
                (row["person_id"], params["event"]) in self.printed and row["person_id"] not in self.talked
            ),
            "reason.tie.dormant": lambda: row["last_two_way"] is not None,
            "reason.tie.see_again": lambda: row["stage"] >= 4,
            "reason.tie.connected": lambda: row["connected_on"] is not None,
            "reason.tie.friend": lambda: row["name"] in self.me.get("friends", []),
            "reason.tie.friend_elsewhere": lambda: row["name"] in self.me.get("friends", []),
            "reason.you_said": lambda: row["person_id"] in self.wished,
            "reason.bridge": lambda: row["stage"] < 2 and not row["known"],
        }
        checks["reason.hire.roles_wished"] = checks["reason.hire.roles"]
        history = {"ground.job", "ground.internship", "ground.volunteering", "ground.member"}
        station = key.removesuffix("_in").removesuffix("_since")
        if station in history:
            own = [item for item in self.me.get("history", []) if item["kind"] == station.split(".")[1]]
            heads = {*said, *(fold(cell["value"].split(",")[0]) for cell in cells)}
            own = [item for item in own if fold(item["organization"]) in heads]
            years = [str(item.get(name, ""))[:4] for item in own for name in ("from", "to")]
            return bool(own) and all(year in years for year in (params.get("when") or "").split("-") if year)
        if kind[0] == "question":
            return all(not cell["file"] or fold(cell["value"]) for cell in cells)
        return checks[key]() if key in checks else None

    def sentence(self, key):
        """Return the English sentence of a key."""
        found = self.sentences
        for part in key.split("."):
            found = found[part]
        return found

    def own_texts(self):
        """Return what the user says of themselves at length."""
        stories = self.me.get("proof_stories") or []
        stories = stories if isinstance(stories, list) else [stories]
        return [fold(text) for text in (self.me.get("headline"), self.me.get("intro"), *stories) if text]

    def speaks(self, topic, text):
        """Tell whether a text has these words, compared by how they begin."""
        return self.inside(fold(topic).split(), text.split())

    def names_concept(self, title, interest):
        """Tell whether a title has the words of an interest, or of another name of the same concept."""
        concept = self.concepts.get(self.stem(interest))
        names = [name for name, found in self.concepts.items() if concept and found == concept]
        text = self.stem(title)
        return any(name and f" {name} " in f" {text} " for name in [self.stem(interest), *names])

    def same_concept(self, params):
        """Tell whether both interests are listed under one concept."""
        one, other = (self.concepts.get(self.stem(params[name])) for name in ("theirs", "mine"))
        return fold(params["mine"]) in self.mine("interests") and (one == other)


def main():
    workspace, inputs = Path(sys.argv[1]), [Path(name) for name in sys.argv[2:]]
    truth = Truth(workspace, Files(inputs))
    count, wrong, unread = Counter(), [], Counter()
    for match in pl.read_parquet(workspace / "tables/30-matches.parquet").to_dicts():
        if match["rank"] is None:
            continue
        row = truth.people[match["person_id"]]
        for column in ("reasons", "common_ground", "give", "questions"):
            for message in match[column]:
                params = {pair["name"]: pair["value"] for pair in message["params"]}
                answer = truth.clause(message["key"], params, message["evidence"], row)
                count[message["key"]] += 1
                if answer is None:
                    unread[message["key"]] += 1
                elif not answer:
                    wrong.append((message["key"], params, message["evidence"][:1]))
    for key, number in sorted(count.items()):
        print(f"{key:36} {number:5}")
    print(f"clauses {sum(count.values())}, not true {len(wrong)}, without a rule {sum(unread.values())}")
    for key, params, cells in wrong[:20]:
        print("  not true:", key, params, cells)
    sys.exit(bool(wrong or unread))


if __name__ == "__main__":
    main()
