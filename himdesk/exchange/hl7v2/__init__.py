# SPDX-License-Identifier: Apache-2.0
"""HL7 v2 in ER7 (the pipes): read as it is found in the wild, written as the standard says."""
