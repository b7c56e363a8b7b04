"""How fast the product is at a tenth of a county, at a county and at four: ours by the limit of the same machine."""
