"""The contract of a judge: tiny real models with set minds, since no hub is at hand."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from assistant.grounding import Guard, Outcome, ReasonKind, SourceText
from assistant.grounding.judging import CrossEncoderJudge, make_judge
from corpus.errors import ModelError
from corpus.knowledge import Knowledge
from ingest.embedding import Embedder

NLI = ("CONTRADICTION", "entailment", "neutral")
SOURCE = SourceText(ref="lov/1800-01-01-1#4-2", text="Foreldrene kan klage til statsforvalteren innen fire uker.")
SAID = "Foreldra kan klage til statsforvaltaren innan fire veker."


def small_model(folder: Path, labels: Sequence[str], mind: Sequence[float]) -> str:
    """A cross-encoder with random weights that always answers ``mind``, one number for each label."""
    import torch
    from tokenizers import Tokenizer
    from tokenizers.models import WordLevel
    from tokenizers.pre_tokenizers import Whitespace
    from transformers import BertConfig, BertForSequenceClassification, PreTrainedTokenizerFast

    words = ("[PAD]", "[UNK]", "[CLS]", "[SEP]")
    tokenizer = Tokenizer(WordLevel({word: row for row, word in enumerate(words)}, unk_token="[UNK]"))
    tokenizer.pre_tokenizer = Whitespace()
    PreTrainedTokenizerFast(
        tokenizer_object=tokenizer, pad_token="[PAD]", unk_token="[UNK]", cls_token="[CLS]", sep_token="[SEP]"
    ).save_pretrained(folder)
    config = BertConfig(
        vocab_size=len(words), hidden_size=16, num_hidden_layers=1, num_attention_heads=2, intermediate_size=16,
        id2label=dict(enumerate(labels)), label2id={label: row for row, label in enumerate(labels)},
    )  # fmt: skip
    model = BertForSequenceClassification(config)
    with torch.no_grad():
        model.classifier.weight.zero_()
        model.classifier.bias.copy_(torch.tensor(mind))
    model.save_pretrained(folder)
    return str(folder)


@pytest.mark.parametrize(
    ("labels", "mind", "objects"),
    [
        (NLI, (5.0, 0.0, 0.0), True),
        (NLI, (0.0, 5.0, 0.0), False),
        (NLI, (0.0, 0.0, 5.0), False),
        (("likeness",), (-4.0,), True),
        (("likeness",), (4.0,), False),
    ],
)
def test_a_judge_objects_by_its_labels(
    tmp_path: Path, knowledge: Knowledge, embedder: Embedder,
    labels: Sequence[str], mind: Sequence[float], objects: bool,
) -> None:  # fmt: skip
    judge = CrossEncoderJudge(small_model(tmp_path, labels, mind))
    assert judge.objects(SAID, ["Noe helt annet.", SOURCE.text or ""]) is objects
    found = Guard(knowledge, embedder, judge=judge).verify(SAID, [SOURCE])
    assert (found.outcome is Outcome.UNSUPPORTED) is objects
    assert (ReasonKind.JUDGED in {reason.kind for reason in found.reasons}) is objects


def test_a_judge_never_acquits(tmp_path: Path, knowledge: Knowledge, embedder: Embedder) -> None:
    judge = CrossEncoderJudge(small_model(tmp_path, NLI, (0.0, 5.0, 0.0)))
    assert not Guard(knowledge, embedder, judge=judge).verify(SAID.replace("kan", "kan ikkje"), [SOURCE]).holds


def test_what_is_no_judge_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="PLIKTKOMPASS_JUDGE"):
        CrossEncoderJudge(small_model(tmp_path, ("good", "bad"), (0.0, 0.0)))
    with pytest.raises(ModelError, match="PLIKTKOMPASS_JUDGE"):
        CrossEncoderJudge(str(tmp_path / "none"))
    assert make_judge(None) is None
