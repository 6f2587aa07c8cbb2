# SPDX-License-Identifier: Apache-2.0
"""Release packets: from records and their papers to one PDF that is for keeps.

`values.py` says what a packet is made of; the same order gives the same bytes.
"""
