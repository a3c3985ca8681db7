"""Tags and filters for the pages about feedback, and for those that ask for it."""
