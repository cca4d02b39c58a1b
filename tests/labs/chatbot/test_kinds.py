"""What networks fail at, and which prompts they take for alike."""

import numpy as np
import pytest
import torch

from core.labs.chatbot.config import ChatbotConfig
from core.labs.chatbot.data import LANGUAGES
from core.labs.chatbot.kinds import MOST, shares
from core.labs.chatbot.nearest import neighbours, states_of
from core.labs.chatbot.task import ChatbotTask
from core.runs.shipped import shipped_run
from core.training.checkpoints import load_model
from tests.labs.chatbot.small_bot import TALK, fresh


@pytest.fixture(scope="module")
def shipped():
    """The network that the page opens on, and its task."""
    model = load_model(shipped_run("chatbot").checkpoints[-1].path)
    return ChatbotTask(model.config), model


def test_every_kind_that_is_held_out_is_counted_once(shipped):
    task, model = shipped
    found = shares(task, model)
    assert len({(share.part, share.kind) for share in found}) == len(found)
    two = {share.kind for share in found if share.part == "second"}
    assert two == {kind.name for kind in LANGUAGES["en"].kinds if kind.then}
    assert all(0 <= share.right <= share.count <= MOST for share in found)
    assert sum(share.count for share in found if share.part == "first") == len(task.dialogues.held_out[0])


def test_example_is_a_wrong_answer_where_there_is_one(shipped):
    task, model = shipped
    for share in shares(task, model):
        dialogue = task.dialogues.acceptable(share.prompt.splitlines())
        assert task.accepts(dialogue, share.answer) == (share.right == share.count)


def test_an_untrained_network_answers_no_kind():
    task = ChatbotTask(ChatbotConfig(hidden_size=8, embedding_size=4))
    model = task.model(torch.Generator().manual_seed(0)).eval()
    assert not any(share.right for share in shares(task, model))


def test_the_nearest_prompt_to_itself_is_itself():
    model = fresh()
    others = ["hello!", TALK, "who are you?", "I am Ben."]
    found = neighbours(model, TALK, others)
    assert int(found.similarity.argmax()) == 1
    assert found.similarity[1] == pytest.approx(1, abs=1e-5)
    np.testing.assert_allclose(found.places[1], found.places[-1], atol=1e-4)
    assert found.places.shape == (5, 2)
    assert 0 < found.explained.sum() <= 1 + 1e-6


def test_states_are_what_the_decoder_starts_from():
    model = fresh(attention="none")
    others = ["hello!", TALK]
    for state, text in zip(states_of(model, others), others, strict=True):
        np.testing.assert_allclose(state, model.start(text)["hidden_state"][0], atol=1e-6)


def test_three_prompts_at_least_make_a_map():
    with pytest.raises(ValueError, match="at least three"):
        neighbours(fresh(), TALK, ["hello!"])


def test_what_is_near_is_mostly_of_one_kind(shipped):
    """In the space of a trained network, the nearest of a prompt are asked alike."""
    task, model = shipped
    dialogues = task.dialogues.held_out[1][:120]
    texts = ["\n".join(each.utterances) for each in dialogues]
    alike = 0
    for k in range(0, 120, 6):
        order = np.argsort(-neighbours(model, texts[k], texts).similarity)
        alike += dialogues[order[1]].kind == dialogues[k].kind
    assert alike >= 14
