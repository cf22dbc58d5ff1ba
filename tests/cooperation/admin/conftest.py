"""Fixtures of the tests that enter meetings."""

import pytest
from django.test import Client

from tests.factories import PartnershipFactory, SourceFactory


@pytest.fixture
def desk(admin_of, analyst) -> Client:
    return admin_of(analyst)


@pytest.fixture
def partnership(db: None):
    return PartnershipFactory()


@pytest.fixture
def article(db: None):
    return SourceFactory(with_text=True)
