"""Starts every part of the system in order, keeps them alive, and stops them all."""
