"""Every field of Open Referral UK 3.0 has a home under its name; `organisation` is spelled as we spell it."""

import pytest

from app.directory import models

# Entity by entity, the fields of the profile that hold a value of their own. What nests another entity is a table
# with a foreign key back, and stands in NESTED.
FIELDS = {
    "Service": "id organisation_id name description url email status fees accreditations minimum_age maximum_age "
    "assured_date assurer_email alert last_modified alternate_name interpretation_services application_process "
    "fees_description wait_time eligibility_description licenses",
    "Organisation": "id name description email website logo uri parent_organisation_id alternate_name legal_status "
    "year_incorporated organisation_identifiers",
    "OrganisationIdentifier": "id organisation_id identifier_scheme identifier_type identifier",
    "ServiceAtLocation": "id service_id location_id description",
    "Location": "id location_type name description latitude longitude external_identifier external_identifier_type "
    "addresses accessibility url organisation_id alternate_name transportation",
    "Address": "id location_id attention address_1 city region state_province postal_code country address_type "
    "address_2",
    "Accessibility": "id location_id description details url accessibility",
    "Contact": "id service_id name title department email",
    "Phone": "id contact_id number description service_id extension type",
    "Schedule": "id service_id service_at_location_id valid_from valid_to dtstart freq interval byday bymonthday "
    "description opens_at closes_at schedule_link attending_type notes timezone until count wkst byweekno byyearday",
    "ServiceArea": "id service_id name extent extent_type uri",
    "Language": "id service_id phone_id name code note",
    "Funding": "id service_id source",
    "CostOption": "id service_id valid_from valid_to option amount amount_description currency",
    "Attribute": "id link_id taxonomy_term_id link_type taxonomy_term link_entity value label",
    "Taxonomy": "id name description uri version",
    "TaxonomyTerm": "id name description parent_id taxonomy_id term_uri taxonomy code",
    "ServiceCapacity": "id service_id unit available maximum description updated",
}
NESTED = {
    "Service": {
        "schedules": "Schedule", "service_areas": "ServiceArea", "service_at_locations": "ServiceAtLocation",
        "languages": "Language", "funding": "Funding", "cost_options": "CostOption", "contacts": "Contact",
        "attributes": "Attribute", "phones": "Phone", "capacities": "ServiceCapacity",
    },
    "Phone": {"languages": "Language"},
    "Contact": {"phones": "Phone"},
    "Organisation": {"attributes": "Attribute"},
    "Location": {"attributes": "Attribute"},
    "Taxonomy": {"taxonomy_terms": "TaxonomyTerm"},
}  # fmt: skip


@pytest.mark.parametrize(("entity", "names"), FIELDS.items())
def test_each_field_has_a_home_under_its_name(entity: str, names: str) -> None:
    missing = [name for name in names.split() if not hasattr(getattr(models, entity), name)]
    assert missing == []


@pytest.mark.parametrize(
    ("entity", "field", "table"),
    [(entity, field, table) for entity, fields in NESTED.items() for field, table in fields.items()],
)
def test_what_an_entity_nests_points_back_at_it(entity: str, field: str, table: str) -> None:
    parent = getattr(models, entity).__tablename__
    points_at = {key.column.table.name for key in getattr(models, table).__table__.foreign_keys}
    assert parent in points_at, f"{entity}.{field}"
