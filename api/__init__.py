"""What the pages do, for programs: `/api/v1/`."""
