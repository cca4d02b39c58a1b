"""The parts that pages share: run, knobs, time travel, input, sampling, own text, equations, code."""
