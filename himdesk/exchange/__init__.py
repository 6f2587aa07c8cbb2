# SPDX-License-Identifier: Apache-2.0
"""Foreign files to domain records: FHIR R4, CSV, HL7 v2 and C-CDA; no database, no clock."""
