"""Every field of Open Referral UK 3.0 has a home under its name; `organisation` is spelled as we spell it."""

import re

import pytest

from app.config import ROOT
from app.directory import models

# Entity by entity, the fields of the profile that hold a value of their own. What nests another entity is a table
# with a foreign key back, and stands in NESTED.
FIELDS = {
    "Service": "id organisation_id name description url email status fees accreditations minimum_age maximum_age "
    "assured_date assurer_email alert last_modified alternate_name interpretation_services application_process "
    "fees_description wait_time eligibility_description licenses",
    "Organisation": "id name description email website logo uri parent_organisation_id alternate_name legal_status "
    "year_incorporated organisation_identifiers tax_status tax_id",
    "OrganisationIdentifier": "id organisation_id identifier_scheme identifier_type identifier",
    "ServiceAtLocation": "id service_id location_id description",
    "Location": "id location_type name description latitude longitude external_identifier external_identifier_type "
    "addresses accessibility url organisation_id alternate_name transportation",
    "Address": "id location_id attention address_1 city region state_province postal_code country address_type "
    "address_2",
    "Accessibility": "id location_id description details url accessibility",
    "Contact": "id service_id organisation_id service_at_location_id location_id name title department email",
    "Phone": "id contact_id number description service_id organisation_id service_at_location_id location_id "
    "extension type",
    "Schedule": "id service_id service_at_location_id location_id valid_from valid_to dtstart freq interval byday "
    "bymonthday description opens_at closes_at schedule_link attending_type notes timezone until count wkst byweekno "
    "byyearday",
    "ServiceArea": "id service_id service_at_location_id name description extent extent_type uri",
    "Language": "id service_id phone_id location_id name code note",
    "Funding": "id service_id organisation_id source",
    "CostOption": "id service_id valid_from valid_to option amount amount_description currency",
    "Attribute": "id link_id taxonomy_term_id link_type taxonomy_term link_entity value label",
    "Taxonomy": "id name description uri version",
    "TaxonomyTerm": "id name description parent_id taxonomy_id term_uri taxonomy code",
    "ServiceCapacity": "id service_id unit unit_id available maximum description updated",
    "Unit": "id name scheme identifier uri",
    "Url": "id label url organisation_id service_id",
}
NESTED = {
    "Service": {
        "schedules": "Schedule", "service_areas": "ServiceArea", "service_at_locations": "ServiceAtLocation",
        "languages": "Language", "funding": "Funding", "cost_options": "CostOption", "contacts": "Contact",
        "attributes": "Attribute", "phones": "Phone", "capacities": "ServiceCapacity", "additional_urls": "Url",
    },
    "ServiceAtLocation": {
        "contacts": "Contact", "phones": "Phone", "schedules": "Schedule", "service_areas": "ServiceArea",
    },
    "Location": {
        "attributes": "Attribute", "languages": "Language", "contacts": "Contact", "phones": "Phone",
        "schedules": "Schedule",
    },
    "Phone": {"languages": "Language"},
    "Contact": {"phones": "Phone"},
    "Organisation": {
        "attributes": "Attribute", "funding": "Funding", "contacts": "Contact", "phones": "Phone",
        "locations": "Location", "additional_websites": "Url",
    },
    "Taxonomy": {"taxonomy_terms": "TaxonomyTerm"},
}  # fmt: skip
# What the UK profile takes out of the international one, so that it has no home here.
REMOVED = {"program", "program_id", "programs", "required_documents", "metadata", "taxonomy_detail", "language"}
# Names that repeat a sibling in the UK profile, or are of the other entity's side of a link.
SAID_ELSEWHERE = {"service_area", "taxonomy_terms", "term", "organization", "location", "attributes"}
STANDARD = ROOT.parent / "shared" / "standards" / "STANDARDS.md"


@pytest.mark.skipif(not STANDARD.exists(), reason="the standard's text is not beside this checkout")
def test_no_field_of_the_standard_is_forgotten() -> None:
    """The lists above are compared with the standard's own, so that they cannot leave a field out."""
    ours = {"organisation": "organization", "organisation_identifier": "organization_identifier"}
    text = STANDARD.read_text(encoding="utf-8")
    section = text[text.index("### A3.") : text.index("### A4.")]
    entities = re.findall(r"^\*\*(\w+)\*\*: (.+(?:\n  .+)*)", section, flags=re.MULTILINE)
    assert len(entities) >= 17
    for entity, fields in entities:
        model = next(
            name for name in FIELDS
            if ours.get(getattr(models, name).__tablename__, getattr(models, name).__tablename__) == entity
        )  # fmt: skip
        have = set(FIELDS[model].split()) | set(NESTED.get(model, {}))
        have |= {name.replace("organisation", "organization") for name in have} | REMOVED | SAID_ELSEWHERE
        assert set(re.findall(r"`(\w+)\*?`", fields)) <= have, entity


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
