# SPDX-License-Identifier: Apache-2.0
"""What letters say of requests for release or an accounting, and of disclosures."""
