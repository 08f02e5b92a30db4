"""The verbs of the hotline: one class per noun. They talk to ports only."""
