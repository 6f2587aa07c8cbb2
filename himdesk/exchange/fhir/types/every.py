# SPDX-License-Identifier: Apache-2.0
"""All resource types of FHIR R4 (4.0.1), and whose they can be."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from himdesk.exchange.fhir.types.care import CARE
from himdesk.exchange.fhir.types.perhaps import PERHAPS

if TYPE_CHECKING:
    from himdesk.exchange.fhir.types.shape import Shape

SHAPES: Final[dict[str, Shape]] = {shape.type: shape for shape in (*CARE, *PERHAPS)}
"""What himdesk reads of each type that may be a patient's; `Patient` itself is read apart."""

DIRECTORY: Final = frozenset(
    {
        "ActivityDefinition",
        "CapabilityStatement",
        "CatalogEntry",
        "ChargeItemDefinition",
        "CodeSystem",
        "CompartmentDefinition",
        "ConceptMap",
        "DeviceDefinition",
        "DeviceMetric",
        "EffectEvidenceSynthesis",
        "Endpoint",
        "EnrollmentResponse",
        "EventDefinition",
        "Evidence",
        "EvidenceVariable",
        "ExampleScenario",
        "GraphDefinition",
        "HealthcareService",
        "ImplementationGuide",
        "InsurancePlan",
        "Library",
        "Location",
        "Measure",
        "Medication",
        "MedicationKnowledge",
        "MedicinalProduct",
        "MedicinalProductAuthorization",
        "MedicinalProductContraindication",
        "MedicinalProductIndication",
        "MedicinalProductIngredient",
        "MedicinalProductInteraction",
        "MedicinalProductManufactured",
        "MedicinalProductPackaged",
        "MedicinalProductPharmaceutical",
        "MedicinalProductUndesirableEffect",
        "MessageDefinition",
        "MessageHeader",
        "NamingSystem",
        "ObservationDefinition",
        "OperationDefinition",
        "OperationOutcome",
        "Organization",
        "OrganizationAffiliation",
        "Parameters",
        "PaymentNotice",
        "PaymentReconciliation",
        "PlanDefinition",
        "Practitioner",
        "PractitionerRole",
        "Questionnaire",
        "ResearchDefinition",
        "ResearchElementDefinition",
        "ResearchStudy",
        "RiskEvidenceSynthesis",
        "SearchParameter",
        "Slot",
        "SpecimenDefinition",
        "StructureDefinition",
        "StructureMap",
        "Subscription",
        "Substance",
        "SubstanceNucleicAcid",
        "SubstancePolymer",
        "SubstanceProtein",
        "SubstanceReferenceInformation",
        "SubstanceSourceMaterial",
        "SubstanceSpecification",
        "TerminologyCapabilities",
        "TestReport",
        "TestScript",
        "ValueSet",
    }
)
"""The types that never are a patient's; they are kept as entries of the directory."""

TYPES: Final = frozenset({*SHAPES, *DIRECTORY, "Patient", "Bundle"})
"""The resource types of FHIR R4 (4.0.1) that can stand in a file."""

ORDERS: Final = frozenset(
    {"ServiceRequest", "MedicationRequest", "DeviceRequest", "NutritionOrder", "VisionPrescription"}
)
"""The types that ask for something to be done to the patient."""
