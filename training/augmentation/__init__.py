"""More examples from those there are, in other words and orders, with the same facts."""

from training.augmentation.augment import Technique, augment, fill, variants

__all__ = ["Technique", "augment", "fill", "variants"]
