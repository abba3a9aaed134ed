"""Pictures: numbers until they are sent, then drawn in a process of their own."""
