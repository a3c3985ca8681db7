"""What the pages about models need in their templates."""
