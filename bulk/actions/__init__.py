"""What changes batches, imports and exports: each checks rights and writes in one transaction."""
