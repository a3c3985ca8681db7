"""What pages and commands ask of batches, imports and exports, in a fixed number of queries."""
