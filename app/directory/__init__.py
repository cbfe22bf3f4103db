"""What help there is: listings, search, freshness, counts."""
