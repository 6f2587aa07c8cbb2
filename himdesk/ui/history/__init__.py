# SPDX-License-Identifier: Apache-2.0
"""The history of a chart: its change sets, each before and after, and the chart as of a day."""
