"""The guard: does the cited text carry the sentence?"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from assistant.grounding import quoting
from assistant.grounding.altering import altered, cut_short, same
from assistant.grounding.bearing import borne
from assistant.grounding.evidence import Evidence, EvidenceReader
from assistant.grounding.judging import Judge, make_judge
from assistant.grounding.likeness import Likeness
from assistant.grounding.places import PlaceChecker
from assistant.grounding.quantities import missing, turned
from assistant.grounding.result import Outcome, Reason, ReasonKind, SourceText, Verification
from assistant.grounding.signals import SignalReader, Signals
from assistant.language import LanguageDetector
from assistant.outline import sentences
from assistant.phrases import PhraseFinder
from assistant.references import ReferenceFinder
from assistant.settings import Settings
from corpus.knowledge import Knowledge
from corpus.loading import load
from corpus.models import Language
from ingest.embedders import make_embedder
from ingest.embedding import Embedder
from ingest.texts import TextStore

_LIMITING = ("exception", "only", "without")
_LIMITS = frozenset({"condition", "exception", "only", "without", "given", "not"})
"""Wording that a sentence may not lose."""
_JUDGED = 5
"""The nearest pieces of the sources that a judge is shown."""
_SCRAP = 2
"""Words below which there is nothing to compare: «Ja.», «Nei.»"""


@dataclass(frozen=True)
class Thresholds:
    """Where each signal counts against a sentence. Set on the development half of the guard's yardstick."""

    like: float = 0.86
    like_clause: float = 0.83
    shared: float = 0.25
    shared_clause: float = 0.25
    stance: float = 0.05
    stance_text: float = 0.15
    negation: float = 0.02
    number: float = 0.0
    subject: float = 0.08
    recipient: float = 0.02
    limit: float = 0.03
    exception: float = 0.1


STRICT = Thresholds(
    like=0.86, shared=0.3, stance=0.0, stance_text=0.04, subject=0.0, recipient=0.0, limit=0.0, exception=0.0
)
"""For what a language model writes."""


class Guard:
    """Verifies sentences with one state of the knowledge. Safe to share between threads."""

    def __init__(
        self,
        knowledge: Knowledge,
        embedder: Embedder,
        texts: TextStore | None = None,
        thresholds: Thresholds | None = None,
        judge: Judge | None = None,
    ) -> None:
        self._reader = EvidenceReader(knowledge, texts)
        self._signals = SignalReader(self._reader, Likeness(embedder))
        self._places = PlaceChecker(knowledge, ReferenceFinder(knowledge))
        self._language = LanguageDetector(knowledge)
        limiting = {id_: [line for _, line in knowledge.wording[id_].words.all()] for id_ in _LIMITING}
        self._limiting = PhraseFinder(limiting)
        self._thresholds = thresholds or Thresholds()
        self._judge = judge

    @classmethod
    def open(cls, settings: Settings) -> Guard:
        """A guard of its own, without the index that answering needs."""
        knowledge = load(settings.corpus_dir, settings.data_dir)
        embedder = make_embedder(settings.embedder, settings.threads)
        texts = TextStore.open(settings.data_dir / "texts")
        return cls(knowledge, embedder, texts, judge=make_judge(settings.judge, settings.threads))

    def verify(
        self,
        sentence: str,
        sources: Sequence[SourceText],
        language: Language | None = None,
        beside: Sequence[str] = (),
        *,
        strict: bool = False,
    ) -> Verification:
        """How ``sentence`` stands to ``sources``.

        ``language`` is the sentence's, told from its words if not given; ``beside`` are reviewed sentences that rest
        on the same sources. ``strict`` asks that one sentence of the sources bears it whole, and lets nothing pass that
        a signal speaks against, however faintly: for a language model's sentences, where there is a reviewed answer to
        fall back on.
        """
        if not sentence.strip():
            return Verification(outcome=Outcome.UNSUPPORTED, reasons=(Reason(kind=ReasonKind.UNLIKE),))
        language = language or self._language.detect(sentence)
        read = [_with_words(self._reader.read(source, language)) for source in sources]
        evidence = [found for found in read if found is not None]
        if evidence and beside:
            known = tuple(self._reader.piece(line, own=True) for line in beside)
            evidence[0] = replace(evidence[0], own=(*known, *evidence[0].own))
        absent = [source.ref for source, found in zip(sources, read, strict=True) if found is None]
        if not evidence:
            nothing = tuple(Reason(kind=ReasonKind.NO_SOURCE, detail=ref) for ref in absent or [""])
            return Verification(outcome=Outcome.NOT_FOUND, reasons=nothing)
        reasons = [Reason(kind=ReasonKind.NO_SOURCE, detail=ref) for ref in absent]
        reasons += self._named(sentence, evidence)
        reasons += self._quoted(sentence, evidence)
        for line in sentences(sentence):
            reasons += self._weighed(line, evidence, strict)
        return Verification(outcome=_outcome(reasons), reasons=tuple(dict.fromkeys(reasons)))

    def _weighed(self, sentence: str, evidence: Sequence[Evidence], strict: bool) -> Iterable[Reason]:
        """What speaks against one sentence; nothing where the evidence has it word for word."""
        whole = self._reader.piece(sentence)
        pieces = [piece for found in evidence for piece in (*found.pieces, *found.own)]
        if same(whole, pieces) or len(whole.words) < _SCRAP:
            return
        if altered(whole, pieces):
            yield Reason(kind=ReasonKind.ALTERED)
        if cut_short(whole, pieces, self._limits):
            yield Reason(kind=ReasonKind.CONDITION)
        yield from self._counted(sentence, evidence)
        yield from self._hurried(sentence, evidence)
        if strict and not borne(whole, pieces, self._reader):
            yield Reason(kind=ReasonKind.UNLIKE)
        yield from self._meant(self._signals.read(sentence, evidence), STRICT if strict else self._thresholds)
        if self._judge is not None and self._judge.objects(
            sentence, self._signals.nearest(sentence, evidence, _JUDGED)
        ):
            yield Reason(kind=ReasonKind.JUDGED)

    def _limits(self, words: Sequence[str]) -> bool:
        return bool(self._reader.stances.kinds(list(words)) & _LIMITS)

    def _named(self, sentence: str, evidence: Sequence[Evidence]) -> Iterable[Reason]:
        refs = [found.ref for found in evidence if found.ref is not None]
        texts = ["\n".join((found.text, *(p.text for p in found.own))) for found in evidence]
        for written in self._places.wrong(sentence, refs, texts):
            yield Reason(kind=ReasonKind.REFERENCE, detail=written)

    def _counted(self, sentence: str, evidence: Sequence[Evidence]) -> Iterable[Reason]:
        said = self._reader.quantities.find(sentence)
        carried = [quantity for found in evidence for quantity in found.quantities]
        for quantity in (*missing(said, carried), *turned(said, carried)):
            yield Reason(kind=ReasonKind.NUMBER, detail=quantity.written)

    def _hurried(self, sentence: str, evidence: Sequence[Evidence]) -> Iterable[Reason]:
        cues = self._reader.piece(sentence).cues
        carried = frozenset(cue for found in evidence for piece in (*found.pieces, *found.own) for cue in piece.cues)
        for cue in ("at_once", "in_reasonable_time", "at_leisure"):
            if cue in cues and cue not in carried:
                yield Reason(kind=ReasonKind.DEADLINE, detail=cue)

    def _quoted(self, sentence: str, evidence: Sequence[Evidence]) -> Iterable[Reason]:
        texts = [found.text for found in evidence]
        for quotation in quoting.quotations(sentence):
            if not quoting.verbatim(quotation, texts):
                yield Reason(kind=ReasonKind.QUOTATION, detail=quotation[:80])
            else:
                lost = quoting.cut_short(quotation, texts, self._limiting)
                if lost:
                    yield Reason(kind=ReasonKind.EXCEPTION, detail=lost)

    def _meant(self, found: Signals, at: Thresholds) -> Iterable[Reason]:
        counted = (
            (ReasonKind.UNLIKE, max(found.like_text, found.like_own) < at.like or found.shared < at.shared),
            (ReasonKind.MIXED, found.like_clause < at.like_clause or found.shared_clause < at.shared_clause),
            (ReasonKind.NUMBER, found.number > at.number),
            (ReasonKind.MODALITY, found.stance > at.stance or found.stance_text > at.stance_text),
            (ReasonKind.NEGATION, found.negation > at.negation),
            (ReasonKind.PARTY, found.parties > 0 or found.unbound > 0),
            (ReasonKind.PARTY, found.subject > at.subject or found.recipient > at.recipient),
            (ReasonKind.CONDITION, found.limit > at.limit),
            (ReasonKind.EXCEPTION, found.exception > at.exception),
            (ReasonKind.ABSOLUTE, found.absolute > 0),
        )
        for kind in dict.fromkeys(kind for kind, counts in counted if counts):
            yield Reason(kind=kind)


_IN_PART = frozenset({ReasonKind.CONDITION, ReasonKind.EXCEPTION, ReasonKind.NO_SOURCE})


def _with_words(found: Evidence | None) -> Evidence | None:
    """Evidence that says something; a source of nothing but signs is no source."""
    return found if found is not None and (found.pieces or found.own) else None


def _outcome(reasons: Sequence[Reason]) -> Outcome:
    if not reasons:
        return Outcome.SUPPORTED
    return Outcome.PARTLY if all(reason.kind in _IN_PART for reason in reasons) else Outcome.UNSUPPORTED
