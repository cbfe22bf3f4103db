"""Where things are: one tree of areas, postcodes, place names, boundaries, drawing."""
