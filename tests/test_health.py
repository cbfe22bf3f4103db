"""Addresses that machines ask, and the page for an address nobody made."""

import pytest

from tests.page import Client


@pytest.mark.database
def test_the_site_says_that_it_is_ready(client: Client) -> None:
    assert client.get("/ready").get_json() == {"ready": True}


def test_a_page_that_is_not_there_is_404(client: Client) -> None:
    assert client.get("/nothing-here").status_code == 404
