"""Everything that changes a version: each action checks the right, writes at once, and tells why."""
