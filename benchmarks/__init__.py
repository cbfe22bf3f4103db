"""What is measured, and never tested: run by `make bench`."""
