# SPDX-License-Identifier: Apache-2.0
"""Amendment requests of patients: the list with its clock, and a case with all that it owes."""
