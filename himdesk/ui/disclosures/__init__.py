# SPDX-License-Identifier: Apache-2.0
"""What was disclosed, what of it was corrected since, and the accounting that patients ask for."""
