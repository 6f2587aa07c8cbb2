# SPDX-License-Identifier: Apache-2.0
"""Reading: search, charts now and as of a day, history, documents, and what must not be told."""
