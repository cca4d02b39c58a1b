"""A network trained elsewhere says here what it says there, and whatever cannot be inspected is refused in one
sentence.
"""

import io
import json
import pickle

import pytest
import safetensors.torch
import torch
from torch import nn

from core.errors import InputError
from core.labs.gates.own_network import expected, own_network
from core.labs.gates.own_vocabulary import own_vocabulary
from core.labs.gates.own_weights import WORDS
from core.nn.sampling import Sampling
from core.runs.store import RunStore
from core.runs.uploads import keep_network
from core.systems.language.config import LanguageConfig
from core.systems.language.model import LanguageModel
from core.text.vocabulary import BOS, EOS, UNK
from core.training.checkpoints import load_model

CHARACTERS = sorted("\n abcdefghij")
TEXT = "abba cab a jig\nbad"
V = len(CHARACTERS)


def keep(store: RunStore, model: LanguageModel):
    return keep_network(store, "gates", model, model.report["file"])


class Theirs(nn.Module):
    """A language model as a student writes it."""

    def __init__(self, kind=nn.LSTM, E=10, H=16, layers=2, tokens=V, tied=False, bias=True):
        super().__init__()
        torch.manual_seed(0)
        self.encoder = nn.Embedding(tokens, E)
        self.net = kind(E, H, layers, batch_first=True, bias=bias)
        self.decoder = nn.Linear(H, tokens, bias=bias)
        if tied:
            self.decoder.weight = self.encoder.weight

    def forward(self, numbers):
        return self.decoder(self.net(self.encoder(numbers))[0]).softmax(-1)


class OneHot(nn.Module):
    """The same without an embedding."""

    def __init__(self, H=16):
        super().__init__()
        torch.manual_seed(0)
        self.gru = nn.GRU(V, H, batch_first=True)
        self.fc = nn.Linear(H, V)

    def forward(self, numbers):
        return self.fc(self.gru(nn.functional.one_hot(numbers, V).float())[0]).softmax(-1)


def saved(model: nn.Module | dict) -> bytes:
    tensors = model if isinstance(model, dict) else model.state_dict()
    return safetensors.torch.save({name: values.clone() for name, values in tensors.items()})


def inspected(model: nn.Module | dict, tokens=CHARACTERS):
    return own_network(saved(model), "model.safetensors", json.dumps(tokens).encode(), "vocabulary.json")


def assert_says_the_same(ours, theirs, text=TEXT):
    numbers = torch.tensor([ours.vocabulary.encode([ours.start, *text])])
    with torch.no_grad():
        expected = theirs(numbers)[0, 1:]  # (T, V)
    found = torch.tensor(ours.trace(text)["probability"].values)
    torch.testing.assert_close(found, expected, atol=1e-5, rtol=0)


@pytest.mark.parametrize(("kind", "cell"), [(nn.LSTM, "lstm"), (nn.GRU, "gru"), (nn.RNN, "elman")])
@pytest.mark.parametrize("layers", [1, 2, 3])
def test_network_of_torch_says_the_same_here(kind, cell, layers):
    theirs = Theirs(kind, layers=layers)
    ours = inspected(theirs)
    assert (ours.config.cell, ours.config.layers, ours.config.hidden_size, ours.config.embedding_size) == (
        cell,
        layers,
        16,
        10,
    )
    assert_says_the_same(ours, theirs)


def test_network_without_an_embedding_says_the_same_here():
    ours = inspected(OneHot())
    assert ours.report["notes"] == ["one_hot"]
    assert_says_the_same(ours, OneHot())


@pytest.mark.parametrize("dropped", [None, "encoder.weight", "decoder.weight"])
def test_tied_embedding_is_known_whichever_of_its_names_was_saved(dropped):
    theirs = Theirs(E=16, tied=True)
    ours = inspected({name: values for name, values in theirs.state_dict().items() if name != dropped})
    assert ours.report["notes"] == ([] if dropped is None else ["tied"])
    assert_says_the_same(ours, theirs)


def test_missing_biases_are_zeros():
    ours = inspected(Theirs(bias=False))
    assert ours.report["notes"] == ["no_biases"]
    assert_says_the_same(ours, Theirs(bias=False))


@pytest.mark.parametrize(("E", "notes"), [(2, []), (300, ["folded"])])
def test_embedding_outside_the_range_of_its_knob_computes_the_same(E, notes):
    theirs = Theirs(E=E)
    ours = inspected(theirs)
    assert ours.report["notes"] == notes
    assert_says_the_same(ours, theirs)


@pytest.mark.parametrize(
    "names",
    [
        {"encoder": "embedding", "net": "lstm", "decoder": "fc"},
        {"encoder": "module.emb", "net": "module.rnn", "decoder": "module.head.out"},
        {"encoder": "a", "net": "b", "decoder": "c"},
        {"encoder": "z", "net": "b", "decoder": "a"},
    ],
)
def test_modules_may_have_any_name(names):
    theirs = Theirs(E=16)  # as long as the hidden size: shapes alone do not tell embedding from output
    renamed = {
        ".".join([names[module], rest]): values
        for name, values in theirs.state_dict().items()
        for module, rest in [name.split(".", 1)]
    }
    assert_says_the_same(inspected(renamed), theirs)


def test_a_single_cell_is_a_layer():
    theirs = Theirs(layers=1)
    cell = {name.replace("_l0", ""): values for name, values in theirs.state_dict().items()}
    assert_says_the_same(inspected(cell), theirs)


def test_half_precision_is_read():
    halved = {name: values.half() for name, values in Theirs().state_dict().items()}
    ours = inspected(halved)
    torch.testing.assert_close(ours.output.weight.data, halved["decoder.weight"].float())


def test_quarter_precision_is_read():
    quartered = {name: values.to(torch.float8_e4m3fn) for name, values in Theirs().state_dict().items()}
    ours = inspected(quartered)
    torch.testing.assert_close(ours.output.weight.data, quartered["decoder.weight"].float())


def test_report_says_what_was_taken_for_what():
    taken = inspected(Theirs(layers=1)).report["taken"]
    assert [(each["role"], each["name"], each["shape"]) for each in taken] == [
        ("embedding", "encoder.weight", (V, 10)),
        ("weight_ih", "net.weight_ih_l0", (64, 10)),
        ("weight_hh", "net.weight_hh_l0", (64, 16)),
        ("bias_ih", "net.bias_ih_l0", (64,)),
        ("bias_hh", "net.bias_hh_l0", (64,)),
        ("output", "decoder.weight", (V, 16)),
        ("output_bias", "decoder.bias", (V,)),
    ]
    assert all(each["role"] in WORDS for each in taken)


def test_kept_network_is_a_run_whose_checkpoint_says_the_same(tmp_path):
    store, theirs = RunStore(folder=tmp_path), Theirs(nn.GRU)
    run = keep(store, inspected(theirs))
    assert (run.state, run.step, run.data_name, run.config["cell"]) == ("uploaded", 0, "model.safetensors", "gru")
    [point] = store.checkpoints(run.id)
    ours = load_model(point.path)
    assert_says_the_same(ours, theirs)
    assert ours.report["file"] == "model.safetensors"
    assert len(ours.write("abba", Sampling(), 20, seed=0)) == 24


def test_network_that_knows_no_line_end_begins_with_a_space_or_its_first_token_wherever_it_is_kept(tmp_path):
    store = RunStore(folder=tmp_path)
    for tokens, start in ((" abcdefghijk", " "), (".abcdefghijk", ".")):
        run = keep(store, inspected(Theirs(), list(tokens)))
        ours = load_model(store.checkpoint(run.id).path)
        assert ours.start == start
        assert_says_the_same(ours, Theirs(), "abba")


# ---- the vocabulary ----


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("v.json", json.dumps(["\n", "a", "b", "<unk>"])),
        ("v.json", json.dumps({"\n": 0, "a": 1, "b": 2, "<unk>": 3})),
        ("v.json", json.dumps({"3": "<unk>", "0": "\n", "1": "a", "2": "b"})),
        ("v", json.dumps(["\n", "a", "b", "<unk>"])),
        ("v.txt", "\\n\na\nb\n<unk>\n"),
        ("v.txt", "\\n\r\na\r\nb\r\n<unk>"),
    ],
)
def test_vocabulary_is_read_in_each_form(name, content):
    assert own_vocabulary(content.encode(), name, 4) == ["\n", "a", "b", UNK]


@pytest.mark.parametrize("content", ["\n ab", "\n ab\n"])
def test_vocabulary_may_be_one_row_of_characters(content):
    assert own_vocabulary(content.encode(), "v.txt", 4) == ["\n", " ", "a", "b"]


def test_special_tokens_get_the_names_that_they_have_here():
    assert own_vocabulary(b'["<s>", "</s>", "[UNK]", "<|bos|x>", "a"]', "v.json", 5) == [BOS, EOS, UNK, "<|bos|x>", "a"]


# ---- what is refused ----


def without(name: str) -> dict:
    return {key: values for key, values in Theirs().state_dict().items() if not key.startswith(name)}


def spoilt(name: str, values) -> dict:
    return Theirs().state_dict() | {name: values}


def pickled() -> bytes:
    file = io.BytesIO()
    torch.save({"a": torch.zeros(1)}, file)
    return file.getvalue()


@pytest.mark.parametrize(
    ("weights", "words"),
    [
        (pickled(), "is a pickle"),
        (pickle.dumps({}, protocol=4), "is a pickle"),
        (b"hello", "not a whole file of safetensors"),
        (b"", "not a whole file of safetensors"),
        (saved(Theirs())[:-100], "not a whole file of safetensors"),
        (b"\0" * (101 * 2**20), "101 MB; at most 100 MB"),
        ({"w": torch.zeros(2, 2)}, "weight_ih_l0.*found those of 0 in w"),
        (spoilt("other.weight_ih_l0", torch.zeros(4, 4)), "found those of 2 in net, other"),
        (without("net.weight_hh_l0"), "needs weight_ih and weight_hh"),
        (
            without("net.weight_ih_l0") | {"net.weight_ih_l0": torch.zeros(63, 10)},
            r"shape \(63, 10\); expected \(64, 10\)",
        ),
        (spoilt("net.weight_hh_l0", torch.zeros(50, 16)), r"expected \(4·H, H\)"),
        (spoilt("net.bias_hh_l1", torch.zeros(3)), "net.bias_hh_l1 has the shape"),
        (without("encoder"), "No embedding was found: the first recurrent layer reads 10 numbers"),
        (without("decoder"), "No output layer was found: expected a matrix with one row per token and 16 columns"),
        (spoilt("norm.weight", torch.ones(16)), r"more than an embedding.*norm.weight \(16,\)"),
        (spoilt("encoder.weight", torch.zeros(V + 1, 10)), "both must have one row for each token"),
        (spoilt("decoder.bias", torch.full((V,), float("nan"))), "decoder.bias holds values that are not numbers"),
        (spoilt("decoder.bias", torch.ones(V, dtype=torch.int64)), "holds int64 numbers"),
        (Theirs(H=600), "hidden_size 600; networks with 8 … 512"),
        (Theirs(layers=4), "layers 4; networks with 1 … 3"),
    ],
    ids=lambda value: value[:30] if isinstance(value, str) else "",
)
def test_weights_that_cannot_be_inspected_are_refused_in_one_sentence(weights, words):
    data = weights if isinstance(weights, bytes) else saved(weights)
    with pytest.raises(InputError, match=words):
        own_network(data, "model.safetensors", json.dumps(CHARACTERS).encode(), "vocabulary.json")


def test_embedding_and_output_that_nothing_tells_apart_are_not_guessed():
    same = {"a.weight": torch.zeros(V, 16), "b.weight": torch.zeros(V, 16)}
    recurrent = {f"net.{name}": values for name, values in nn.GRU(16, 16).state_dict().items()}
    with pytest.raises(InputError, match=r"Which of a.weight, b.weight is the embedding"):
        inspected(recurrent | same)


def test_bidirectional_and_projected_networks_are_refused():
    for options, words in (({"bidirectional": True}, "bidirectional"), ({"proj_size": 4}, "proj_size")):
        with pytest.raises(InputError, match=words):
            inspected({f"rnn.{name}": values for name, values in nn.LSTM(4, 8, **options).state_dict().items()})


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("v.json", json.dumps(CHARACTERS[:-1]), f"has {V - 1} tokens, but the network has {V}"),
        ("v.txt", "a\nb", f"has 2 tokens, but the network has {V}"),
        ("v.json", "[1, 2", "not valid JSON"),
        ("v.json", "[1, 2]", "no list of tokens"),
        ("v.json", '{"a": 0, "b": 2}', "no list of tokens"),
        ("v.json", '"abc"', "no list of tokens"),
        ("v.json", json.dumps(["the", *CHARACTERS[1:]]), "holds 'the'"),
        ("v.json", json.dumps(["a", *CHARACTERS[1:]]), "lists 'a' more than once"),
        ("v.txt", b"\xff\xfe\xfa", "not a text in UTF-8"),
    ],
)
def test_vocabulary_that_does_not_fit_is_refused_in_one_sentence(name, content, words):
    data = content if isinstance(content, bytes) else content.encode()
    with pytest.raises(InputError, match=words):
        own_network(saved(Theirs()), "model.safetensors", data, name)


def test_weights_that_are_kept_in_full_stay_what_they_are(tmp_path):
    ours = inspected(Theirs())
    run = keep(RunStore(folder=tmp_path), ours)
    kept = load_model(RunStore(folder=tmp_path).checkpoint(run.id).path)
    assert isinstance(kept.config, LanguageConfig)
    assert all(torch.equal(values, kept.state_dict()[name]) for name, values in ours.state_dict().items())


def test_vocabulary_in_another_order_is_told_by_the_surprisal_of_a_text(tmp_path):
    store = RunStore(folder=tmp_path)
    trained = load_model(store.checkpoint(store.shipped("gates").id).path)
    text = "def mean(values):\n    return sum(values) / len(values)\n"
    recurrent = {f"rnn.{name.removeprefix('cell.')}": values for name, values in trained.cell.named_parameters("cell")}
    tensors = recurrent | {"embedding.weight": trained.embedding.weight, "output.weight": trained.output.weight}
    tensors |= {"output.bias": trained.output.bias}
    right = inspected(tensors, trained.vocabulary.tokens)
    bits, even = expected(right, text)
    assert bits < even / 2
    permuted = [trained.vocabulary.tokens[0], *trained.vocabulary.tokens[:0:-1]]
    bits, even = expected(inspected(tensors, permuted), text)
    assert bits > even
