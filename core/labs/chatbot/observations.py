"""What may be said of answers, each where it holds. Imports no torch."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from core.observation import observation

APART = 0.15
"""How far two shares must lie apart to be told."""


@observation(
    "“{word}” stands nowhere in what the network read for this answer: it has to name something here, and takes a word"
    " that it said in training."
)
def invented(read: Collection[str], answer: Collection[str], names: Collection[str]) -> dict[str, str] | None:
    """A name in an answer that nobody had said.

    Parameters
    ----------
    read, answer : collection of str
        Tokens that were read and said.
    names : collection of str
        Tokens that name somebody or something.
    """
    found = [token for token in answer if token in names and token not in read]
    return {"word": found[0].strip()} if found else None


@observation(
    "“{word}” was said earlier in this conversation, but the network reads no more than the last utterances ({turns}):"
    " to it, that was never said."
)
def forgotten(
    earlier: Collection[str], read: Collection[str], names: Collection[str], turns: int
) -> dict[str, str] | None:
    """A name that was said too long ago.

    Parameters
    ----------
    earlier : collection of str
        Tokens that were said before those that were read.
    read : collection of str
        Tokens that were read.
    names : collection of str
        Tokens that name somebody or something.
    turns : int
        How many utterances the network reads.
    """
    found = [token for token in earlier if token in names and token not in read]
    return {"word": found[-1].strip(), "turns": str(turns)} if found else None


@observation("All {count} are the same: at this temperature the network is sure of every word.")
def only_one(greedy: str, counts: Mapping[str, int]) -> dict[str, str] | None:
    """One answer, however often it is asked."""
    total = sum(counts.values())
    return {"count": str(total)} if len(counts) == 1 and total > 1 else None


@observation(
    "“{greedy}” is what this network always says when it takes the likeliest word. Drawn by the dice, {others} of the"
    " {count} answers say something else, but in {kinds} different ways: each of them alone is less likely."
)
def dull(greedy: str, counts: Mapping[str, int]) -> dict[str, str] | None:
    """A likeliest answer that is the most frequent, though most people would have said something else."""
    total, others = sum(counts.values()), {text: count for text, count in counts.items() if text != greedy}
    most = max(others.values(), default=0)
    if len(others) < 2 or counts.get(greedy, 0) <= most or 2 * sum(others.values()) < total:
        return None
    return {
        "greedy": greedy,
        "others": str(sum(others.values())),
        "count": str(total),
        "kinds": str(len(others)),
    }


@observation("With λ = {penalty}, “{new}” overtakes “{old}”, which is the likeliest answer to this, and to much else.")
def overtaken(answers: Sequence[tuple[str, float, float]], penalty: float) -> dict[str, str] | None:
    """Another answer wins once its probability whatever was said counts against it.

    Parameters
    ----------
    answers : sequence of (str, float, float)
        Text, log p(T|S) and log p(T).
    penalty : float
        λ.
    """
    if not answers:
        return None
    old = max(answers, key=lambda one: one[1])
    new = max(answers, key=lambda one: one[1] - penalty * one[2])
    return {"penalty": f"{penalty:.2f}", "new": new[0], "old": old[0]} if new[2] < old[2] and new != old else None


Shares = Mapping[str, Mapping[str, float]]
"""Of each network the share of acceptable answers, by part: ``first``, ``second``, ``new``."""

Configs = Mapping[str, Mapping[str, object]]
"""Of each network its knobs."""


@observation(
    "Of questions about what was said before, {attends} are answered acceptably with attention and {handed} without:"
    " there one vector had to hold both turns."
)
def one_vector(shares: Shares, configs: Configs) -> dict[str, str] | None:
    """What the vector between encoder and decoder costs in the second turn."""
    hearing = [name for name in shares if configs[name]["turns"] == 2 and "second" in shares[name]]
    attends = [shares[name]["second"] for name in hearing if configs[name]["attention"] != "none"]
    handed = [shares[name]["second"] for name in hearing if configs[name]["attention"] == "none"]
    if not attends or not handed or max(attends) - max(handed) < APART:
        return None
    return {"attends": f"{max(attends):.0%}", "handed": f"{max(handed):.0%}"}


@observation(
    "“{name}” reads the last utterance only: of prompts that say all in one turn it answers {first}, of those that need"
    " the turn before {second}."
)
def deaf(shares: Shares, configs: Configs) -> dict[str, str] | None:
    """A network of one turn that fails at the second."""
    for name, parts in shares.items():
        there = configs[name]["turns"] == 1 and {"first", "second"} <= set(parts)
        if there and parts["first"] - parts["second"] >= APART:
            return {"name": name, "first": f"{parts['first']:.0%}", "second": f"{parts['second']:.0%}"}
    return None


@observation(
    "A word that no answer in training had is said in {softmax} of the cases by the softmax of “{name}”, although the"
    " network reads it; by “{copying}”, which may copy what it looks at, in {copied}."
)
def never_said(shares: Shares, configs: Configs) -> dict[str, str] | None:
    """The limit of a softmax over known answers, beside a network that copies."""
    known = [name for name in shares if "new" in shares[name] and configs[name]["attention"] != "none"]
    copies = [name for name in known if configs[name]["copying"]]
    plain = [name for name in known if not configs[name]["copying"] and configs[name]["turns"] == 2]
    if not copies or not plain or shares[copies[0]]["new"] - shares[plain[0]]["new"] < APART:
        return None
    return {
        "name": plain[0],
        "softmax": f"{shares[plain[0]]['new']:.0%}",
        "copying": copies[0],
        "copied": f"{shares[copies[0]]['new']:.0%}",
    }
