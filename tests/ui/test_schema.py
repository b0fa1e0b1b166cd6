"""Whatever is sent to the API, it answers in the form that it has described."""

from __future__ import annotations

import httpx
import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from schemathesis.specs.openapi.checks import positive_data_acceptance

_TRIES = 8
"""Requests of each operation. More were tried by hand; these keep the suite short."""

pytestmark = pytest.mark.slow


def test_the_api_keeps_to_what_it_describes(address: str) -> None:
    """But for one thing: no schema can say which text is a question, so one that is none is refused all the same."""
    for found in schemathesis.openapi.from_url(f"{address}/openapi.json").get_all_operations():
        operation = found.ok()

        @given(case=operation.as_strategy())
        @settings(max_examples=_TRIES, deadline=None, database=None, suppress_health_check=list(HealthCheck))
        def keeps(case: schemathesis.Case) -> None:
            case.call_and_validate(excluded_checks=[positive_data_acceptance])

        keeps()


def test_the_examples_in_the_description_are_answered(client: httpx.Client) -> None:
    whole = client.get("/openapi.json").json()
    tried = 0
    for path, ways in whole["paths"].items():
        body = (
            ways.get("post", {}).get("requestBody", {}).get("content", {}).get("application/json", {}).get("schema", {})
        )
        form = whole["components"]["schemas"].get(body.get("$ref", "").rpartition("/")[2], {})
        for example in form.get("examples", ()):
            assert client.post(path, json=example).is_success, path
            tried += 1
    assert tried >= 2
