# SPDX-License-Identifier: Apache-2.0
"""The resource types of FHIR R4 that may be a patient's or nobody's, as data."""

from __future__ import annotations

from typing import Final

from himdesk.exchange.fhir.types.shape import Shape

_OCCURRENCE: Final = "occurrenceDateTime occurrencePeriod occurrenceTiming"

PERHAPS: Final = (
    Shape("Account", "subject", "name type", "servicePeriod", must=False),
    Shape(
        "Appointment",
        "participant.actor",
        "description serviceType appointmentType",
        "start",
        "end",
        "created",
        parents="basedOn",
        must=False,
    ),
    Shape(
        "AppointmentResponse",
        "actor",
        "comment",
        "start",
        "end",
        parents="appointment",
        must=False,
    ),
    Shape(
        "AuditEvent",
        "entity.what agent.who",
        "subtype type",
        "recorded",
        author="agent.who",
        must=False,
        many=True,
    ),
    Shape("Basic", "subject", times="created", author="author", must=False),
    Shape("Binary", "securityContext", "contentType", must=False),
    Shape("BiologicallyDerivedProduct", "collection.source", "productCode", must=False),
    Shape(
        "Communication",
        "subject recipient sender",
        "topic reasonCode category",
        "sent",
        "received",
        author="sender",
        parents="basedOn partOf inResponseTo",
        must=False,
    ),
    Shape(
        "CommunicationRequest",
        "subject recipient requester",
        "reasonCode category",
        "occurrenceDateTime occurrencePeriod",
        recorded="authoredOn",
        author="requester",
        parents="basedOn",
        must=False,
    ),
    Shape("Contract", "subject", "title type", "applies", "", "issued", "author", must=False),
    Shape("Device", "patient", "type deviceName.name", must=False),
    Shape("EnrollmentRequest", "candidate", "", "created", author="provider", must=False),
    Shape("Flag", "subject", times="period", author="author", must=False),
    Shape("Group", "member.entity", "name code", must=False, many=True),
    Shape("Invoice", "subject recipient", "type", "date", author="issuer", must=False),
    Shape("Linkage", "item.resource", "", author="author", must=False, many=True),
    Shape("List", "subject", "title code", "date", author="source", must=False),
    Shape("MeasureReport", "subject", "measure", "period", recorded="date", must=False),
    Shape("MolecularSequence", "patient", "type", must=False),
    Shape("Person", "link.target", "name", must=False, many=True),
    Shape(
        "Provenance",
        "target",
        "activity",
        "occurredDateTime occurredPeriod recorded",
        recorded="recorded",
        author="agent.who",
        must=False,
        many=True,
    ),
    Shape("Schedule", "actor", "serviceType comment", "planningHorizon", must=False, many=True),
    Shape("SupplyDelivery", "patient", "type", _OCCURRENCE, author="supplier", must=False),
    Shape(
        "SupplyRequest",
        "deliverTo requester",
        "itemCodeableConcept itemReference category",
        _OCCURRENCE,
        recorded="authoredOn",
        author="requester",
        must=False,
    ),
    Shape(
        "Task",
        "for",
        "description code",
        "authoredOn",
        recorded="authoredOn",
        author="requester",
        parents="partOf",
        must=False,
    ),
    Shape("VerificationResult", "target", "need", "statusDate", must=False, many=True),
)
