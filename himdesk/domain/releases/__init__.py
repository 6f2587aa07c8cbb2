# SPDX-License-Identifier: Apache-2.0
"""Release of information: what may go out to whom, and the accounting of what went.

The law is 45 CFR 164.508, .524 and .528, and 42 CFR Part 2.

`basis.py` has the grounds of a release, `authorization.py` the checklist, `choosing.py` what may
be in a packet, `disclosures.py` the log and the accounting, `fees.py` what a copy may cost.
"""
