"""What ratings say, as figures: arrays in, plain values out; no rows and no sentences."""
