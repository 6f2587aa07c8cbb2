# SPDX-License-Identifier: Apache-2.0
"""The chart-correction workstation of a Health Information Management department."""

__version__ = "0.1.0"
