"""Delimited robustness, encodings and speed of the reader, beside named peers that are installed.

Usage: python bench/ingest.py [robustness|encodings|speed|memory] [--peers VENV]
--peers: an environment with clevercsv, duckdb and pandas, which are no dependencies of the project.
"""

from __future__ import annotations

import csv
import importlib.util
import io
import subprocess
import sys
import tempfile
import time
from collections import Counter, defaultdict
from pathlib import Path
from typing import TYPE_CHECKING

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
sys.path.insert(0, str(Path(__file__).resolve().parent))

import polars as pl
from pollution import polluted

from pipeline.ingest.delimited import read_frame, read_table
from pipeline.ingest.encoding import decode

if TYPE_CHECKING:
    from collections.abc import Callable


def ours(path: Path):
    sheet = read_table(path)
    header = sheet.rows[0] if sheet.header_row is not None else []
    return header, sheet.rows[1:] if sheet.header_row is not None else sheet.rows


def as_rows(frame: pl.DataFrame):
    return frame.columns, [["" if cell is None else str(cell) for cell in row] for row in frame.iter_rows()]


def polars_default(path: Path):
    return as_rows(pl.read_csv(path, infer_schema=False))


def polars_lenient(path: Path):
    return as_rows(
        pl.read_csv(
            path, infer_schema=False, truncate_ragged_lines=True, ignore_errors=True, encoding="utf8-lossy"
        )
    )


def sniffer(path: Path):
    text = decode(path.read_bytes(), path.name).text
    rows = [row for row in csv.reader(io.StringIO(text, newline=""), csv.Sniffer().sniff(text)) if row]
    return rows[0], rows[1:]


def csv_reader(path: Path):
    rows = [
        row for row in csv.reader(io.StringIO(decode(path.read_bytes(), path.name).text, newline="")) if row
    ]
    return rows[0], rows[1:]


def clevercsv_auto(path: Path):
    import clevercsv

    rows = clevercsv.read_table(str(path))
    return rows[0], rows[1:]


def duckdb_auto(path: Path):
    import duckdb

    found = duckdb.read_csv(str(path), all_varchar=True, ignore_errors=True)
    return found.columns, [["" if cell is None else cell for cell in row] for row in found.fetchall()]


def pandas_auto(path: Path):
    import pandas as pd

    frame = pd.read_csv(
        path, sep=None, engine="python", dtype=str, keep_default_na=False, on_bad_lines="skip"
    )
    return list(frame.columns), frame.to_numpy().tolist()


PEERS = {
    "this reader": ours,
    "polars": polars_default,
    "polars lenient": polars_lenient,
    "csv.Sniffer": sniffer,
    "csv.reader": csv_reader,
    "clevercsv": clevercsv_auto,
    "duckdb": duckdb_auto,
    "pandas": pandas_auto,
}


def f1(wanted: Counter, got: Counter) -> float:
    if not wanted:
        return 1.0
    same = sum((wanted & got).values())
    return 2 * same / (wanted.total() + got.total()) if same else 0.0


def robustness() -> None:
    files = list(polluted())
    print(f"{len(files)} damaged files")
    print(f"{'reader':18}{'loads':>8}{'header':>8}{'records':>9}{'cells':>8}{'reported':>10}")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "list.csv"
        for name, reader in PEERS.items():
            if name in ("clevercsv", "duckdb", "pandas") and importlib.util.find_spec(name) is None:
                print(f"{name:18} not installed")
                continue
            scores: dict[str, list] = defaultdict(list)
            for item in files:
                path.write_bytes(item.data)
                try:
                    header, rows = reader(path)
                except Exception:  # noqa: BLE001 - a peer may fail in any way; that is what is counted
                    scores[item.kind].append((0, 0, 0, 0))
                    continue
                scores[item.kind].append(
                    (
                        1,
                        f1(Counter(item.header), Counter(header)) if item.header else 1.0,
                        f1(Counter(map(tuple, item.rows)), Counter(map(tuple, rows))),
                        f1(Counter(c for r in item.rows for c in r), Counter(c for r in rows for c in r)),
                    )
                )
            every = [score for kind in scores.values() for score in kind]
            means = [sum(column) / len(every) for column in zip(*every, strict=True)]
            print(
                f"{name:18}{means[0]:8.3f}{means[1]:8.3f}{means[2]:9.4f}{means[3]:8.4f}"
                + (f"{reported(files, path):>10}" if name == "this reader" else "")
            )
            if name == "this reader":
                for kind, found in scores.items():
                    kinds = [sum(column) / len(found) for column in zip(*found, strict=True)]
                    if min(kinds) < 0.9999:
                        print(f"    {kind:20}" + "".join(f"{value:8.4f}" for value in kinds))


def reported(files, path: Path) -> str:
    """Return the share of files that needed a repair for which one is listed."""
    wanted = [item for item in files if item.repaired]
    hits = 0
    for item in wanted:
        path.write_bytes(item.data)
        hits += bool(read_table(path).repairs)
    return f"{hits}/{len(wanted)}"


TEXTS = {
    "cp1252": [
        "José Núñez;Málaga|Iñaki Peña;A Coruña|Begoña Ibáñez;León",
        "Jörg Müller;Köln|Käthe Weiß;Düsseldorf|Özlem Groß;München",
        "Åsa Öberg;Malmö|Søren Kjær;Århus|Bjørn Åsen;Tromsø",
        "João Gonçalves;São Paulo|François Lefèvre;Orléans|Zoë Brontë;Besançon",
    ],
    "cp1250": [
        "Łukasz Wójcik;Łódź|Stanisław Żak;Kraków|Małgorzata Dąbrowska;Gdańsk",
        "Jiří Dvořák;Plzeň|Tomáš Růžička;Ústí|Kateřina Němcová;Děčín",
        "László Kovács;Győr|Erzsébet Szűcs;Pécs|Gergő Tóth;Sopron",
        "Željko Đurić;Šibenik|Ivana Čović;Poreč|Božo Šarić;Osijek",
    ],
    "cp1251": [
        "Иван Петров;Москва|Анна Смирнова;Казань|Пётр Щукин;Тверь",
        "Олег Ковальчук;Киев|Юлия Бондаренко;Львов|Богдан Мельник;Одесса",
        "Георги Димитров;София|Мария Иванова;Пловдив|Стоян Петков;Варна",
        "Александр Жуков;Якутск|Эмма Фёдорова;Уфа|Яна Цой;Чита",
    ],
    "cp932": [
        "山田太郎;東京|佐藤花子;大阪|鈴木一郎;札幌",
        "たなか ゆき;きょうと|サトウ ケン;ナゴヤ|高橋美咲;福岡",
        "渡辺健;横浜|伊藤さくら;神戸|小林誠;仙台",
        "中村悠斗;広島|加藤結衣;新潟|吉田翔;熊本",
    ],
    "gb18030": [
        "王伟;北京|李娜;上海|张敏;广州",
        "刘洋;深圳|陈静;杭州|杨帆;成都",
        "赵磊;南京|黄丽;武汉|周强;西安",
        "吴鑫;重庆|徐婷;苏州|孙浩;长沙",
    ],
    "big5": [
        "陳大文;臺北|林美玲;高雄|黃志明;臺中",
        "張家豪;新竹|李淑芬;臺南|王建國;基隆",
        "吳佩珊;花蓮|劉俊傑;嘉義|蔡雅婷;屏東",
        "楊宗緯;宜蘭|許瑋倫;桃園|鄭文山;彰化",
    ],
}
for codec in ("utf-8", "utf-8-sig", "utf-16-le"):
    TEXTS[codec] = [TEXTS["cp1252"][0], TEXTS["gb18030"][0], TEXTS["cp1251"][0], TEXTS["cp932"][1]]


def encodings() -> None:
    right = flagged = silent = 0
    for codec, texts in TEXTS.items():
        for text in texts:
            for count in (3, 20, 200):
                whole = "name;city\n" + "\n".join((text.split("|") * 70)[:count]) + "\n"
                found = decode(whole.encode(codec), "list.csv")
                right += found.text == whole
                flagged += found.text != whole and not found.sure
                silent += found.text != whole and found.sure
    print(f"encodings: {right} of 108 exact, {flagged} wrong but flagged, {silent} silently wrong")


def timed(*calls, times: int = 9) -> list[float]:
    """Return the median CPU seconds of each call; rounds are interleaved."""
    spent: list[list[float]] = [[] for _ in calls]
    for _ in range(times):
        for call, found in zip(calls, spent, strict=True):
            start = time.process_time()
            call()
            found.append(time.process_time() - start)
    return [sorted(found)[times // 2] for found in spent]


def written(path: Path, *, repeated: bool = True) -> Path:
    """Write 100,000 attendees; ``repeated``: firm, title and place are the same in many rows."""
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(["Name", "Email", "Company", "Title", "City", "Count"])
        for at in range(100_000):
            own = "" if repeated else str(at)
            firm = ("Acme, Inc." if at % 3 else "Bolt") + own
            writer.writerow(
                [f"Ada{at} Byron", f"ada{at}@example.com", firm, "Analyst" + own, "Toronto" + own, at]
            )
    return path


def added(name: str, path: Path) -> float:
    """Return the memory that a call takes at its highest above what was taken before, to the file's size.

    The call runs in a process of its own, after a small file that loads what it needs.
    """
    out = subprocess.run(  # this very script
        [sys.executable, __file__, "--measure", name, str(path)], capture_output=True, check=True, text=True
    )
    return float(out.stdout)


def measure(name: str, path: Path) -> None:
    call = MEASURED[name]
    small = path.with_name("small.csv")
    small.write_text("Name,Email\nAda Byron,ada@example.com\nTom Kite,tom@example.com\n")
    call(small)
    Path("/proc/self/clear_refs").write_text("5")
    before = resident("VmRSS")
    kept = call(path)
    print((resident("VmHWM") - before) / path.stat().st_size)
    del kept


def resident(key: str) -> int:
    """Return a figure of memory of this process in bytes: VmRSS now, VmHWM at its highest."""
    lines = Path("/proc/self/status").read_text().splitlines()
    return int(next(line for line in lines if line.startswith(key)).split()[1]) * 1024


def memory() -> None:
    with tempfile.TemporaryDirectory() as folder:
        for repeated in (True, False):
            path = written(Path(folder) / "large.csv", repeated=repeated)
            kinds = "three columns repeat their values" if repeated else "no column repeats a value"
            print(f"{path.stat().st_size / 1e6:.1f} MB, {kinds}: memory added, to the file")
            for name in MEASURED:
                found = sorted(added(name, path) for _ in range(3))
                print(f"  {name:26} {found[1]:.1f}")


MEASURED: dict[str, Callable[[Path], object]] = {
    "read_frame": read_frame,
    "polars.read_csv + cast": lambda path: pl.read_csv(path).cast(pl.String),
    "read_table": read_table,
    "csv.reader": lambda path: list(csv.reader(path.open(newline="", encoding="utf-8"))),
}


def speed() -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = written(Path(folder) / "large.csv")
        size = path.stat().st_size / 1e6
        base, frame, plain, table = timed(
            lambda: pl.read_csv(path).cast(pl.String),
            lambda: read_frame(path),
            lambda: list(csv.reader(path.open(newline="", encoding="utf-8"))),
            lambda: read_table(path).rows,
        )
        print(f"{size:.1f} MB, 100,000 rows, CPU medians")
        print(
            f"read_frame {frame * 1000:.0f} ms, polars.read_csv + cast {base * 1000:.0f} ms: "
            f"{frame / base:.2f}x"
        )
        print(
            f"read_table {table * 1000:.0f} ms, csv.reader {plain * 1000:.0f} ms: "
            f"{plain / table:.2f} of its rate"
        )


if __name__ == "__main__":
    asked = sys.argv[1:]
    if asked[:1] == ["--measure"]:
        measure(asked[1], Path(asked[2]))
        sys.exit()
    if "--peers" in asked:
        at = asked.index("--peers")
        sys.path += [str(path) for path in Path(asked[at + 1]).glob("lib/python3*/site-packages")]
        del asked[at : at + 2]
    wanted = asked or ["robustness", "encodings", "speed", "memory"]
    for task in wanted:
        {"robustness": robustness, "encodings": encodings, "speed": speed, "memory": memory}[task]()
