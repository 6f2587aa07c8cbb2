# SPDX-License-Identifier: Apache-2.0
"""The resource types of FHIR R4 as data: whose they are, and where what a chart needs stands."""
