"""What the weekly digest computes from counts: pure, with thresholds in one place."""
