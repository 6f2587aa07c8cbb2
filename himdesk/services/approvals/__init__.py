# SPDX-License-Identifier: Apache-2.0
"""The second person: proposals as they are kept, reviewed, approved or given back."""
