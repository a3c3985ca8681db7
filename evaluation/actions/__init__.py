"""Everything that measures: each action checks the right, writes at once, and tells why."""
