"""Officials and their posts, entered in the admin."""

from typing import Any

from tests.factories import TenureFactory


def test_a_second_tenure_without_a_start_is_a_form_error(admin_of, analyst) -> None:
    tenure = TenureFactory(starts_on=None)
    row = {
        "official": tenure.official_id,
        "post": tenure.post_id,
        "source": tenure.source_id,
        "starts_on_precision": "day",
        "ends_on_precision": "day",
    }
    sent: dict[str, Any] = {
        "name": tenure.official.name,
        "tenures-TOTAL_FORMS": 2,
        "tenures-INITIAL_FORMS": 1,
        "tenures-0-id": tenure.pk,
        **{f"tenures-{number}-{name}": row[name] for number in (0, 1) for name in row},
    }

    response = admin_of(analyst).post(
        f"/admin/cooperation/official/{tenure.official_id}/change/", sent
    )

    (inline,) = response.context["inline_admin_formsets"]
    assert inline.formset.errors[1] == {
        "__all__": ["This tenure is already recorded, without a start."]
    }
