"""Everything that changes a version: each action checks the right, and adds to the history."""
