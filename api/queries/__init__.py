"""What is read for programs: in pages, each in a fixed number of queries."""
