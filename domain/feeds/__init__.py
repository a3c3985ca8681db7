"""Listings as the feeds that marketplaces take, and what keeps one out of a feed."""
