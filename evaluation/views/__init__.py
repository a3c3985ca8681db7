"""The pages that compare versions and show a validation."""
