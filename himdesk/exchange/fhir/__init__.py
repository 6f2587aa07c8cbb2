# SPDX-License-Identifier: Apache-2.0
"""FHIR R4 in JSON and NDJSON, read by walking plain dictionaries."""
