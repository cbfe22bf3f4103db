"""Saving organisations."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import select

from app.directory import services
from app.directory.models import Organisation, Service
from app.extensions import db


def save(organisation_id: UUID, columns: Mapping[str, Any]) -> Organisation:
    """Make or change an organisation; where its name changes, the pages of its services say the new one."""
    organisation = db.session.get(Organisation, organisation_id)
    if organisation is None:
        organisation = Organisation(id=organisation_id)
        db.session.add(organisation)
    shown_before = (organisation.name, organisation.slug)
    for name, value in columns.items():
        setattr(organisation, name, value)
    db.session.flush()
    if shown_before not in ((None, None), (organisation.name, organisation.slug)):
        its = select(Service.id).where(Service.organisation_id == organisation_id)
        services.refresh(db.session.scalars(its).all())
    return organisation
