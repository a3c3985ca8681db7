"""Approved listings, out: as a table, as the document's JSON, and as Walmart's feed."""
