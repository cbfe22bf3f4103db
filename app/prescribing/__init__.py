"""People being supported: requests, plans, prescriptions, follow-up and outcomes."""
