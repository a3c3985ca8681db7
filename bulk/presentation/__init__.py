"""What pages and commands say of bulk work."""
