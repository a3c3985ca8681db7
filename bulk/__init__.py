"""Many products at once: files in, batches of drafts, listings out."""
