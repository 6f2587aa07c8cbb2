# SPDX-License-Identifier: Apache-2.0
"""What can happen to an amendment case: each step knows when it is allowed and what it changes.

Steps are kept as they are and never changed; the case is their fold. A table in the tests goes
from the paragraphs of the law to the steps that hold them.
"""
