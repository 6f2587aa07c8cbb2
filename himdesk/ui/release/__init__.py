# SPDX-License-Identifier: Apache-2.0
"""Release of information: the queue, the checklist, what goes, and the packet that goes."""
