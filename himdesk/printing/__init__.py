# SPDX-License-Identifier: Apache-2.0
"""Letters, certificates and labels: frozen values in, PDF bytes out. The only room with ReportLab.

Nothing here reads a chart or a clock: whatever stands on a page was handed in.
"""
