"""Pages about imports, batches and exports."""
