"""What a browser is shown: pages that open once."""
