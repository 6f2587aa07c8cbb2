# SPDX-License-Identifier: Apache-2.0
"""The patient's right to amend (45 CFR 164.526): the case, its legal clock, what may be done when.

A case is the fold of its steps, which are kept in a chained log: `case.py` has the values,
`steps/` what can happen and what each step needs, `clock.py` the periods of the law.
"""
