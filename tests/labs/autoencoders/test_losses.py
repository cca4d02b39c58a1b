"""The two second terms, and the linear baseline, against what is known of them in closed form."""

from __future__ import annotations

import math

import numpy as np
import pytest
import torch
from torch.distributions import Independent, MultivariateNormal, Normal, kl_divergence

from core.labs.autoencoders.linear import LinearBaseline
from core.labs.autoencoders.losses import constant, kl, lecture_term, reconstruction


def codes(count: int = 50, size: int = 3) -> tuple[torch.Tensor, torch.Tensor]:
    dice = torch.Generator().manual_seed(0)
    mean, log_noise = torch.randn(2, count, size, generator=dice, dtype=torch.float64)
    return mean, log_noise


def test_kl_is_the_divergence_of_the_two_gaussians():
    mean, log_noise = codes()
    expected = kl_divergence(Normal(mean, log_noise.exp()), Normal(torch.zeros_like(mean), torch.ones_like(mean)))
    torch.testing.assert_close(kl(mean, log_noise), expected)


def test_both_terms_are_zero_at_the_prior_and_above_zero_elsewhere():
    nothing = torch.zeros(1, 4, dtype=torch.float64)
    for term in (kl, lecture_term):
        assert float(term(nothing, nothing).abs().sum()) == 0
        assert float(term(*codes()).min()) > 0


def test_the_lectures_term_is_the_kl_and_what_the_docstring_says_it_has_besides():
    mean, log_noise = codes()
    besides = (mean**2 - (1 - log_noise.exp()) ** 2) / 2
    torch.testing.assert_close(lecture_term(mean, log_noise), kl(mean, log_noise) + besides)
    spread_like_the_prior = torch.sqrt(1 - (2 * log_noise.clamp(max=0)).exp())  # m² + exp(σ)² = 1
    noise = log_noise.clamp(max=0).exp()
    difference = lecture_term(spread_like_the_prior, noise.log()) - kl(spread_like_the_prior, noise.log())
    torch.testing.assert_close(difference, noise * (1 - noise))
    assert float(difference.max()) <= 0.25


def test_gradient_of_the_lectures_term_pulls_the_mean_twice_as_hard():
    mean, log_noise = (values.requires_grad_() for values in codes())
    [lecture] = torch.autograd.grad(lecture_term(mean, log_noise).sum(), mean)
    [exact] = torch.autograd.grad(kl(mean, log_noise).sum(), mean)
    torch.testing.assert_close(lecture, 2 * exact)


def test_reconstruction_and_its_constant_are_the_surprise_of_a_gaussian():
    x, decoded = torch.rand(2, 9, 16, generator=torch.Generator().manual_seed(0), dtype=torch.float64)
    surprise = -Independent(Normal(decoded, torch.full_like(decoded, 0.2)), 1).log_prob(x)
    torch.testing.assert_close(reconstruction(x, decoded, 0.2) + constant(16, 0.2), surprise)


@pytest.fixture(scope="module")
def pictures() -> np.ndarray:
    dice = np.random.default_rng(0)
    return dice.normal(size=(400, 3)) @ dice.normal(size=(3, 12)) * 0.3 + 0.1 * dice.normal(size=(400, 12)) + 0.5


@pytest.mark.parametrize("size", [1, 2, 3, 6])
def test_elbo_of_the_linear_baseline_is_the_log_likelihood(pictures, size):
    baseline = LinearBaseline.of(pictures, size, 0.1)
    _, cost, elbo = baseline.terms(pictures)
    covariance = baseline.weights @ baseline.weights.T + 0.1**2 * np.eye(12)
    density = MultivariateNormal(torch.from_numpy(baseline.mean), torch.from_numpy(covariance))
    assert elbo == pytest.approx(float(density.log_prob(torch.from_numpy(pictures)).mean()), rel=1e-9)
    assert cost > 0


def test_linear_baseline_is_better_with_every_true_direction_and_projects_as_pca_does(pictures):
    elbos = [LinearBaseline.of(pictures, size, 0.1).terms(pictures)[2] for size in (1, 2, 3)]
    assert elbos == sorted(elbos)
    from sklearn.decomposition import PCA

    there = PCA(2).fit(pictures)
    again = there.inverse_transform(there.transform(pictures))
    np.testing.assert_allclose(LinearBaseline.of(pictures, 2, 0.1).projected(pictures), again, atol=1e-10)


def test_directions_without_more_than_the_noise_carry_nothing():
    flat = 0.01 * np.random.default_rng(0).normal(size=(200, 8))
    baseline = LinearBaseline.of(flat, 3, 0.5)
    assert np.abs(baseline.weights).max() == 0
    assert baseline.terms(flat)[1] == pytest.approx(0, abs=1e-12)
    assert math.isfinite(baseline.terms(flat)[2])
