"""Tests of the judge's own, beside those of the suite: one must pass and one must fail."""
import pytest


def check(value):
    assert [value] == [1]
    assert value == pytest.approx(1)


def test_passing():
    check(1)


def test_failing():
    check(2)
