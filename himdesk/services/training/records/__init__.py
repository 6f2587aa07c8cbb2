# SPDX-License-Identifier: Apache-2.0
"""FHIR R4 resources of one chart, as plain dictionaries."""
