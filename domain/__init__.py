"""What is true at the hotline: pure, synchronous, talking to nobody."""
