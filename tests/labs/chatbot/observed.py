"""Answers of which something may be said, and others of which it may not."""

from __future__ import annotations

ATTENDS = {"turns": 2, "attention": "scaled_dot", "copying": False}
HANDED = ATTENDS | {"attention": "none"}
DEAF = ATTENDS | {"turns": 1}
COPIES = ATTENDS | {"copying": True}

CASES = {
    "invented": (
        [[[" who", " am", " I"], [" you", " are", " Leo"], {" Leo", " Eva"}]],
        [
            [[" I", " am", " Leo"], [" you", " are", " Leo"], {" Leo", " Eva"}],
            [[" who"], [" you", " are", " well"], {" Leo", " Eva"}],
            [[" who"], [" Leo"], set()],  # nobody knows what is a name
        ],
    ),
    "forgotten": (
        [[[" I", " am", " Eva"], [" hello", "!"], {" Eva"}, 2]],
        [
            [[" I", " am", " Eva"], [" Eva", "!"], {" Eva"}, 2],
            [[], [" hello"], {" Eva"}, 2],
            [[" hello"], [" hi"], {" Eva"}, 1],
        ],
    ),
    "only_one": (
        [["yes.", {"yes.": 20}]],
        [["yes.", {"yes.": 19, "no.": 1}], ["yes.", {"yes.": 1}], ["yes.", {}]],
    ),
    "dull": (
        [["I do not know.", {"I do not know.": 8, "far.": 4, "near.": 4, "sunny.": 4}]],
        [
            ["I do not know.", {"I do not know.": 12, "far.": 4, "near.": 4}],  # most say it
            ["I do not know.", {"I do not know.": 5, "far.": 8, "near.": 7}],  # not the most frequent
            ["I do not know.", {"I do not know.": 9, "far.": 11}],
            ["I do not know.", {"I do not know.": 20}],
        ],
    ),
    "overtaken": (
        [[[("I do not know.", -1.0, -2.0), ("Paris is in Europe.", -2.0, -6.0)], 0.5]],
        [
            [[("I do not know.", -1.0, -2.0), ("Paris is in Europe.", -2.0, -6.0)], 0.0],
            [[("yes.", -1.0, -6.0), ("no.", -2.0, -6.0)], 1.0],
            [[], 0.5],
        ],
    ),
    "one_vector": (
        [[{"a": {"second": 1.0}, "v": {"second": 0.5}}, {"a": ATTENDS, "v": HANDED}]],
        [
            [{"a": {"second": 1.0}, "v": {"second": 0.95}}, {"a": ATTENDS, "v": HANDED}],
            [{"a": {"second": 0.2}, "v": {"second": 0.5}}, {"a": ATTENDS, "v": HANDED}],
            [{"a": {"second": 1.0}}, {"a": ATTENDS}],
            [{"d": {"second": 0.1}, "v": {"second": 0.0}}, {"d": DEAF, "v": HANDED}],  # nobody attends to two turns
        ],
    ),
    "deaf": (
        [[{"d": {"first": 0.9, "second": 0.2}}, {"d": DEAF}]],
        [
            [{"d": {"first": 0.2, "second": 0.2}}, {"d": DEAF}],
            [{"a": {"first": 0.9, "second": 0.2}}, {"a": ATTENDS}],
            [{"d": {"first": 0.9}}, {"d": DEAF}],
        ],
    ),
    "never_said": (
        [[{"a": {"new": 0.0}, "c": {"new": 0.8}}, {"a": ATTENDS, "c": COPIES}]],
        [
            [{"a": {"new": 0.0}, "c": {"new": 0.1}}, {"a": ATTENDS, "c": COPIES}],
            [{"c": {"new": 0.8}}, {"c": COPIES}],
            [{"a": {"new": 0.0}}, {"a": ATTENDS}],
            [{"a": {}, "c": {}}, {"a": ATTENDS, "c": COPIES}],
        ],
    ),
}
"""By observation: what it is said of, and what it is not said of."""
