"""Compare the own WordPiece reader with the `tokenizers` package (not a dependency; install it to run this).

python bench/match_tokens.py TOKENIZER.json FILE...     every line of the files is cut both ways
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from pipeline.match.wordpiece import WordPiece


def main():
    from tokenizers import Tokenizer

    path = Path(sys.argv[1])
    vocabulary = json.loads(path.read_text(encoding="utf-8"))["model"]["vocab"]
    own, theirs = WordPiece(sorted(vocabulary, key=vocabulary.get)), Tokenizer.from_file(str(path))
    theirs.no_padding()
    theirs.no_truncation()
    lines = [
        line
        for name in sys.argv[2:]
        for line in Path(name).read_text(encoding="utf-8", errors="replace").splitlines()
        if not any(mark in line for mark in ("[UNK]", "[CLS]", "[SEP]", "[PAD]", "[MASK]"))
    ]
    wrong = [line for line in lines if own.ids(line) != theirs.encode(line, add_special_tokens=False).ids]
    print(f"{len(lines)} lines, {len(wrong)} cut otherwise")
    for line in wrong[:5]:
        print(" ", repr(line[:100]))
    sys.exit(bool(wrong))


if __name__ == "__main__":
    main()
