"""Need, supply, access, gaps and actions: what commissioners work with."""
