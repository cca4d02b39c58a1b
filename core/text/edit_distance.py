"""How far what was written is from what was said: insertions, deletions and substitutions (Levenshtein 1966)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence


def error_rate(pairs: Iterable[tuple[Sequence[str], Sequence[str]]]) -> float:
    """The least edits that turn what was written into the references, a token of these.

    The character error rate, or that of phonemes or words, whatever a token is. It exceeds 1 where much was made up.

    Parameters
    ----------
    pairs : iterable of (sequence of str, sequence of str)
        What was written, and what it should be; not all references empty.
    """
    from rapidfuzz.distance import Levenshtein

    pairs = [(tuple(written), tuple(reference)) for written, reference in pairs]
    edits = sum(Levenshtein.distance(written, reference) for written, reference in pairs)
    return edits / sum(len(reference) for _, reference in pairs)


def matches(written: Sequence[str], reference: Sequence[str]) -> list[tuple[int, int]]:
    """The tokens that are right: places in `written` and in `reference` that a least edit leaves as they are."""
    from rapidfuzz.distance import Levenshtein

    return [
        (block.src_start + n, block.dest_start + n)
        for block in Levenshtein.opcodes(tuple(written), tuple(reference))
        if block.tag == "equal"
        for n in range(block.src_end - block.src_start)
    ]
