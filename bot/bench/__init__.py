"""What things cost, each beside the least that they could cost, measured in the same run."""
