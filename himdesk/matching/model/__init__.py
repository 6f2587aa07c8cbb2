# SPDX-License-Identifier: Apache-2.0
"""What the levels weigh: classes, training, calibration, explanation, learning."""
