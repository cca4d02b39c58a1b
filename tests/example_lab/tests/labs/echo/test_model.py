import pytest
import torch

from core.errors import InputError
from core.labs.echo.config import EchoConfig
from core.labs.echo.model import LONGEST
from core.labs.echo.task import EchoTask
from core.training.loop import Training, train

STEPS = 150


@pytest.fixture(scope="module")
def training():
    """A training that learnt for `STEPS` steps."""
    training = Training.fresh(EchoTask(EchoConfig()), seed=0)
    for _ in train(training, steps=STEPS):
        pass
    return training


def untrained(**knobs):
    return EchoTask(EchoConfig(**knobs)).model(torch.Generator().manual_seed(0)).eval()


def test_untrained_network_stands_at_chance_and_a_trained_one_repeats(training):
    before, after = (training.task.final_eval(model) for model in (untrained(), training.model.eval()))
    assert before["accuracy"] == pytest.approx(before["chance"], abs=0.05)
    assert after["accuracy"] > 0.99


def test_what_it_learnt_holds_in_sequences_longer_than_any_it_heard(training):
    assert float(training.task.right(training.model, 64, 10 * training.task.config.length)[-20:].mean()) > 0.99


def test_trace_names_its_axes_and_says_the_symbol_before(training):
    trace = training.model.eval().trace("ab ba")
    assert trace.sizes == {"layer": 1, "time": 4, "unit": 32, "vocabulary": 8}
    assert [str(trace["word"].values[k]) for k in trace["probability"].values.argmax(1)][1:] == ["a", "b", "b"]


def test_network_hears_what_torch_hears():
    model = untrained(symbols=4, hidden_size=5)
    rnn = torch.nn.RNN(4, 5, batch_first=True)
    rnn.load_state_dict(model.cell.state_dict())
    hidden, _ = rnn(torch.eye(4)[None])  # (1, 4, 5)
    torch.testing.assert_close(torch.tensor(model.trace("abcd")["hidden_state"].values), hidden.detach())


@pytest.mark.parametrize("text", ["", "  ", "abz", "a" * (LONGEST + 1)])
def test_what_cannot_be_heard_is_said_in_a_sentence(text):
    with pytest.raises(InputError, match=r"Type (from|some)"):
        untrained().trace(text)
