"""What happens to a ticket between its claim and its end, by the clock and by staff."""
