from __future__ import annotations

import io
import json
import os
import signal
import subprocess
import sys
from dataclasses import asdict, replace
from pathlib import Path

import pandas as pd
import pytest
import xarray as xr

from core.__main__ import main
from core.course import LABS
from core.errors import InputError
from core.lab import CHECKPOINTS, ROWS, Recipe
from core.pretrain import moments, pretrain
from core.runs.store import RunStore
from core.trace.exports import exported, table
from core.training.checkpoints import header, load_model
from core.training.loop import Progress, Training, train
from tests.core.toy import ToyConfig, ToyTask, teach, toy  # noqa: F401 (a fixture)

ROOT = Path(__file__).resolve().parent.parent.parent

pytestmark = pytest.mark.usefixtures("toy")


def told(capsys: pytest.CaptureFixture[str]) -> dict:
    """The JSON object on the last line of stdout."""
    return json.loads(capsys.readouterr().out.splitlines()[-1])


def complaint(capsys: pytest.CaptureFixture[str]) -> str:
    """The one line on stderr, with nothing on stdout."""
    out, err = capsys.readouterr()
    assert out == ""
    [line] = err.splitlines()
    return line


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """The address of a store of its own."""
    monkeypatch.setenv("UNROLLED_HOME", str(tmp_path / "home"))
    return f"sqlite:///{tmp_path / 'home' / 'unrolled.db'}"


@pytest.fixture
def run(store: str, capsys: pytest.CaptureFixture[str]) -> str:
    """A run of 20 steps in that store."""
    assert main(["train", "toy", "--steps", "20", "--store", store]) == 0
    return told(capsys)["run"]


# ---- labs ----


def test_labs_are_listed_with_their_questions_without_loading_torch():
    script = "import sys; from core.__main__ import main; main(['labs']); sys.exit('torch' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (0, "")
    assert [line.split("  ", 1)[0].strip() for line in done.stdout.splitlines()] == [lab.key for lab in LABS]
    assert all(lab.question in line for lab, line in zip(LABS, done.stdout.splitlines(), strict=True))


def test_it_runs_as_a_module_and_leaves_with_exit_code_2():
    done = subprocess.run([sys.executable, "-m", "core", "train", "gate"], cwd=ROOT, capture_output=True, text=True)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == "There is no lab 'gate'. The labs are: " + ", ".join(lab.key for lab in LABS) + ".\n"


# ---- train ----


def test_the_last_line_is_what_was_trained_and_how_good_it_is(capsys):
    assert main(["train", "toy", "--steps", "60", "--seed", "7"]) == 0
    facts = told(capsys)
    assert {name: facts[name] for name in ("lab", "seed", "steps", "config")} == {
        "lab": "toy",
        "seed": 7,
        "steps": 60,
        "config": asdict(ToyConfig()),
    }
    training = Training.fresh(ToyTask(ToyConfig()), 7)
    losses = [event.metrics["train_loss"] for event in train(training, steps=60) if isinstance(event, Progress)]
    assert facts["train_loss"] == pytest.approx(sum(losses[-50:]) / 50)
    assert facts["parameters"] == sum(parameter.numel() for parameter in training.model.parameters())
    assert {name: facts[name] for name in ("accuracy", "characters")} == training.task.final_eval(training.model.eval())
    assert facts["cpu_seconds"] > 0


def test_knobs_are_set_several_at_a_time_or_one_by_one(capsys):
    assert main(["train", "toy", "--steps", "1", "--set", "hidden_size=8", "dropout=0", "--set", "clip=0.5"]) == 0
    config = told(capsys)["config"]
    assert (config["hidden_size"], config["dropout"], config["clip"]) == (8, 0.0, 0.5)


def test_training_ends_after_so_many_seconds(capsys):
    assert main(["train", "toy", "--seconds", "0.2"]) == 0
    facts = told(capsys)
    assert facts["cpu_seconds"] >= 0.2
    assert facts["steps"] > 0


def test_without_an_end_it_trains_for_a_minute(capsys, monkeypatch):
    monkeypatch.setattr("core.__main__.SECONDS", 0.05)
    assert main(["train", "toy"]) == 0
    assert told(capsys)["cpu_seconds"] >= 0.05


def test_no_step_has_no_loss(capsys):
    assert main(["train", "toy", "--steps", "0"]) == 0
    facts = told(capsys)
    assert (facts["steps"], facts["train_loss"]) == (0, None)


def test_a_metric_that_is_no_number_is_null(capsys, monkeypatch):
    monkeypatch.setattr(ToyTask, "final_eval", lambda *_: {"accuracy": float("nan")})
    assert main(["train", "toy", "--steps", "1"]) == 0
    assert told(capsys)["accuracy"] is None


def test_the_progress_bar_shows_loss_and_metrics_on_stderr(capsys):
    assert main(["train", "toy", "--steps", "16"]) == 0
    out, err = capsys.readouterr()
    assert len(out.splitlines()) == 1
    last = err.rsplit("\r", 1)[-1]
    assert "16/16 steps" in last
    assert "loss=" in last
    assert "accuracy=" in last


def test_it_trains_on_a_file_of_ones_own(capsys, tmp_path):
    path = tmp_path / "own.txt"
    path.write_text("a rose is a rose is a rose. " * 20)
    assert main(["train", "toy", "--steps", "2", "--data", str(path)]) == 0
    assert told(capsys)["data"] == "own"


def test_ctrl_c_ends_the_step_at_work_and_tells_what_was_reached(capsys, monkeypatch, store):
    usual, draw, drawn = signal.getsignal(signal.SIGINT), ToyTask.batch, []

    def batch(self, generator):
        drawn.append(1)
        if len(drawn) == 6:
            os.kill(os.getpid(), signal.SIGINT)
        return draw(self, generator)

    monkeypatch.setattr(ToyTask, "batch", batch)
    assert main(["train", "toy", "--steps", "1000", "--store", store]) == 0
    facts = told(capsys)
    assert facts["steps"] == 6
    assert 0 <= facts["accuracy"] <= 1
    assert RunStore(store).get(facts["run"]).state == "stopped"
    assert signal.getsignal(signal.SIGINT) is usual


def test_ctrl_c_before_training_is_no_traceback(capsys, monkeypatch):
    def interrupted(*_arguments):
        raise KeyboardInterrupt

    monkeypatch.setattr(ToyTask, "__init__", interrupted)
    assert main(["train", "toy", "--steps", "5"]) == 130
    assert capsys.readouterr() == ("", "")


# ---- in a store ----


def test_a_run_in_the_store_is_like_a_live_one(store, run):
    kept = RunStore(store)
    found = kept.get(run)
    assert (found.lab, found.state, found.step, found.max_steps) == ("toy", "finished", 20, 20)
    assert [row["step"] for row in kept.metrics(run)] == list(range(1, 21))
    assert [point.step for point in kept.checkpoints(run)] == [*range(17), 18, 20]
    assert kept.checkpoint(run).metrics.keys() == {"accuracy", "characters"}
    assert load_model(kept.checkpoint(run, 8).path).trace("the cat").sizes["time"] == 7


def test_the_store_keeps_the_data_that_were_trained_on(store, capsys, tmp_path):
    path = tmp_path / "own.txt"
    path.write_text("a rose is a rose is a rose. " * 20)
    assert main(["train", "toy", "--steps", "2", "--data", str(path), "--store", store]) == 0
    kept = RunStore(store)
    found = kept.get(told(capsys)["run"])
    assert found.data_name == "own.txt"
    assert kept.data_path(found).read_bytes() == path.read_bytes()


def test_a_run_that_goes_wrong_is_kept_with_the_reason(store, capsys, monkeypatch):
    def fail(*_arguments):
        raise InputError("The {what} is missing.", what="sense")

    monkeypatch.setattr(ToyTask, "step", fail)
    assert main(["train", "toy", "--steps", "5", "--store", store]) == 2
    assert capsys.readouterr().err.splitlines()[-1] == "The sense is missing."
    [found] = RunStore(store).runs("toy")
    assert (found.state, str(found.failure)) == ("failed", "The sense is missing.")


# ---- trace ----


def traced(run: str, store: str, path: Path, *more: str) -> int:
    return main(["trace", "toy", "--run", run, "--store", store, "--out", str(path), *more])


def test_a_trace_is_written_as_netcdf_with_all_its_labels(run, store, tmp_path, capsys):
    path = tmp_path / "trace.nc"
    assert traced(run, store, path, "--input", "the dog sat") == 0
    facts = told(capsys)
    assert (facts["run"], facts["step"], facts["sizes"]["time"]) == (run, 20, 11)
    expected = load_model(RunStore(store).checkpoint(run).path).trace("the dog sat")
    xr.testing.assert_identical(xr.load_dataset(path, engine="h5netcdf"), expected)


@pytest.mark.parametrize(("ending", "read"), [(".csv", pd.read_csv), (".parquet", pd.read_parquet)])
def test_a_trace_is_written_as_one_long_table(run, store, tmp_path, ending, read):
    path = tmp_path / f"trace{ending}"
    assert traced(run, store, path, "--input", "the dog") == 0
    rows = read(path)
    assert list(rows) == ["variable", "layer", "time", "unit", "vocabulary", "token", "word", "value"]
    expected = load_model(RunStore(store).checkpoint(run).path).trace("the dog")
    one = rows.query("variable == 'hidden_state' and time == 3 and unit == 5")
    assert one["token"].tolist() == [" "]
    assert one["value"].item() == pytest.approx(expected["hidden_state"].sel(layer=0, time=3, unit=5).item(), abs=1e-6)
    assert one["vocabulary"].isna().all()
    assert len(rows) == sum(values.size for values in expected.values())


def test_awkward_tokens_survive_a_table(run, store):
    trace = load_model(RunStore(store).checkpoint(run).path).trace("cat")
    trace["token"] = "time", ['"', "\n", ","]
    rows = pd.read_csv(io.BytesIO(exported(trace, ".csv")))
    assert rows.query("variable == 'hidden_state' and unit == 0")["token"].tolist() == ['"', "\n", ","]
    assert len(rows) == len(table(trace))


def test_a_lab_without_a_run_is_traced_with_its_defaults(tmp_path, capsys):
    path = tmp_path / "hand.nc"
    assert main(["trace", "lstm_by_hand", "--out", str(path), "--input", "3 4 2"]) == 0
    assert told(capsys) == {"lab": "lstm_by_hand", "file": str(path), "sizes": {"layer": 1, "time": 3, "unit": 1}}
    with xr.open_dataset(path) as trace:
        assert trace["cell_state"].values.ravel().tolist() == [3, 7, 7]


@pytest.mark.parametrize("command", ["train", "pretrain"])
def test_a_lab_without_training_says_so(capsys, command):
    assert main([command, "lstm_by_hand"]) == 2
    assert complaint(capsys).startswith("lstm_by_hand has nothing to train")


def test_a_trace_can_go_back_in_training(run, store, tmp_path, capsys):
    assert traced(run, store, tmp_path / "early.nc", "--step", "17") == 0
    assert told(capsys)["step"] == 16
    assert traced(run, store, tmp_path / "late.nc") == 0
    early, late = (xr.load_dataset(tmp_path / name, engine="h5netcdf") for name in ("early.nc", "late.nc"))
    assert early["token"].values.tolist() == list("the cat")  # the lab's first example
    assert not early["hidden_state"].equals(late["hidden_state"])


# ---- what goes wrong is one sentence ----


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        ("", "required: COMMAND"),
        ("fly", "'labs', 'train', 'trace', 'export', 'import', 'code', 'pretrain'"),
        ("train", "required: LAB"),
        ("train nowhere", "There is no lab 'nowhere'"),
        ("train toy --set wings=2", "There is no knob 'wings'"),
        ("train toy --set hidden_size", "'hidden_size' sets no knob. Write knob=value"),
        ("train toy --set hidden_size=1000", "hidden_size cannot be '1000'; it takes 2 … 64"),
        ("train toy --set learning_rate=nan", "learning_rate cannot be 'nan'"),
        ("train toy --steps 3 --seconds 3", "not allowed with"),
        ("train toy --steps -1", "'-1' is not a whole number from 0"),
        ("train toy --steps 2.5", "'2.5' is not a whole number from 0"),
        ("train toy --seconds 0", "'0' is not a number above 0"),
        ("train toy --seconds inf", "'inf' is not a number above 0"),
        ("train toy --seconds soon", "'soon' is not a number above 0"),
        ("train toy --seed 99999999999999999999", "is not a whole number from 0"),
        ("train toy --data /nowhere/at/all.txt", "/nowhere/at/all.txt cannot be read"),
        ("train toy --store mysql://there", "This address of a run store cannot be used"),
        ("trace toy", "required: --out"),
        ("trace nowhere --out x.nc", "There is no lab 'nowhere'"),
        ("trace toy --out x.png", "'x.png'. Let the file's name end in .nc, .csv, .parquet"),
        ("trace toy --out x", "'x'. Let the file's name end in"),
        ("trace toy --run abc --out x.nc", "There is no run 'abc'"),
        ("trace toy --out x.nc", "No run is shipped with toy yet. Make it: python -m core pretrain toy"),
        ("pretrain nowhere", "There is no lab 'nowhere'"),
        ("pretrain toy", "There is no recipe for toy"),
    ],
)
def test_what_a_person_got_wrong_is_one_sentence_and_exit_code_2(capsys, arguments, sentence):
    assert main(arguments.split()) == 2
    assert sentence in complaint(capsys)


def test_a_run_of_another_lab_says_so(run, store, capsys, tmp_path):
    path = tmp_path / "trace.nc"
    assert main(["trace", "gates", "--run", run, "--store", store, "--out", str(path)]) == 2
    assert complaint(capsys) == f"The run {run} is one of toy, not of gates. Name the lab it belongs to."


@pytest.mark.parametrize(("text", "sentence"), [("", "nothing to read"), ("Ω", "never saw Ω")])
def test_an_input_that_cannot_be_read_is_one_sentence(run, store, capsys, tmp_path, text, sentence):
    path = tmp_path / "trace.nc"
    assert traced(run, store, path, "--input", text) == 2
    assert sentence in complaint(capsys)
    assert not path.exists()


def test_a_trace_that_cannot_be_written_is_one_sentence(run, store, capsys, tmp_path):
    assert traced(run, store, tmp_path / "nowhere" / "trace.nc") == 2
    assert "cannot be written: No such file or directory" in complaint(capsys)


def test_a_checkpoint_that_is_gone_is_one_sentence(run, store, capsys, tmp_path):
    RunStore(store).checkpoint(run).path.unlink()
    assert traced(run, store, tmp_path / "trace.nc") == 2
    assert complaint(capsys).startswith("The checkpoint of step 20 is gone")


def test_text_that_is_no_text_is_one_sentence(capsys, tmp_path):
    path = tmp_path / "own.txt"
    path.write_bytes(b"\xff\xfe\x00" * 100)
    assert main(["train", "toy", "--data", str(path)]) == 2
    assert "cannot be read" in complaint(capsys)


def test_a_training_that_diverges_is_one_sentence_after_the_bar(capsys, monkeypatch):
    whole = ToyTask.step

    def step(self, *arguments):
        found = whole(self, *arguments)
        return replace(found, losses={"model": found.losses["model"] * float("inf")})

    monkeypatch.setattr(ToyTask, "step", step)
    assert main(["train", "toy", "--steps", "5"]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert err.splitlines()[-1].startswith("At step 1 the loss became inf")
    assert "Traceback" not in err


# ---- pretrain ----


def test_pretraining_twice_gives_the_same_bytes(toy, tmp_path):
    for name in ("one", "other"):
        list(pretrain(toy, Recipe(40, {"hidden_size": 8}), tmp_path / name))
    one, other = (sorted((tmp_path / name / "toy").glob("*.safetensors")) for name in ("one", "other"))
    assert [path.name for path in one] == [path.name for path in other]
    assert [path.read_bytes() for path in one] == [path.read_bytes() for path in other]


def test_a_pretrained_run_is_whole(toy, tmp_path, monkeypatch, capsys):
    stale = tmp_path / "toy" / "00000999.safetensors"
    stale.parent.mkdir()
    stale.write_bytes(b"of an earlier pretraining")
    teach(replace(toy, recipe=Recipe(700, {"hidden_size": 8})), monkeypatch)
    monkeypatch.setattr("core.pretrain.FOLDER", tmp_path)
    assert main(["pretrain", "toy"]) == 0
    assert "700/700 steps" in capsys.readouterr().err
    assert not stale.exists()
    told = json.loads((tmp_path / "toy" / "run.json").read_text())
    assert told["config"] == asdict(ToyConfig(hidden_size=8))
    assert (told["lab"], told["seed"], told["steps"]) == ("toy", 0, 700)
    assert told["final_metrics"].keys() == {"accuracy", "characters"}
    assert len(told["metrics"]) <= ROWS
    assert told["metrics"][-1].keys() == {"step", "train_loss", "learning_rate", "gradient_norm", "cpu_seconds"}
    assert [point["step"] for point in told["checkpoints"]] == moments(700)
    for point in told["checkpoints"]:
        facts = header(tmp_path / "toy" / point["file"])
        assert (facts["step"], facts["metrics"], facts["resumable"]) == (point["step"], point["metrics"], False)
    assert told["checkpoints"][-1]["metrics"]["accuracy"] > 2 * told["checkpoints"][0]["metrics"]["accuracy"]
    assert json.loads((tmp_path / "toy" / "preview.json").read_text())["tokens"] == list(toy.examples[0])


@pytest.mark.parametrize("steps", [10, 300, 6_000, 20_000])
def test_shipped_moments_are_few_and_spread_over_the_training(steps):
    found = moments(steps)
    assert found[0] == 0
    assert found[-1] == steps
    assert 4 <= len(found) <= CHECKPOINTS
    assert found[1] <= 10


def test_every_lab_has_a_recipe_of_evenly_spread_points():
    assert all((lab.recipe is not None) == lab.trains for lab in LABS)
    assert all(lab.recipe.steps % ROWS == 0 for lab in LABS if lab.recipe)
