"""What people are shown of trainings."""
