"""Organisations of a region."""

from cooperation.models import Organisation
from tests.constraints import breaks
from tests.factories import OrganisationFactory


@breaks("cooperation_organisation_name_is_unique_in_its_region")
def test_a_region_has_one_of_a_name() -> Organisation:
    organisation = OrganisationFactory()
    again = OrganisationFactory()
    again.name = organisation.name
    return again
