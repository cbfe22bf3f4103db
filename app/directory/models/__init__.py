"""The directory's tables, by noun; names are those of Open Referral UK 3.0."""

from app.directory.models.changes import Change, SearchClock
from app.directory.models.counts import FoldedFile, SearchCount, UnknownWord, ViewCount
from app.directory.models.details import (
    Closure,
    Contact,
    CostOption,
    Funding,
    Language,
    Phone,
    Schedule,
    ServiceArea,
    ServiceAtLocation,
    ServiceCapacity,
    Unit,
    Url,
)
from app.directory.models.location import Accessibility, Address, Location
from app.directory.models.organisation import Organisation, OrganisationIdentifier
from app.directory.models.service import OldSlug, Service, ServiceStatus
from app.directory.models.taxonomy import Attribute, Need, Taxonomy, TaxonomyTerm
from app.directory.models.words import DangerPhrase, Synonym, UrgentNumber
