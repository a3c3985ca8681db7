"""Examples become weights: curation, augmentation, training, export."""
