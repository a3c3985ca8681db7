"""LoRA on a causal language model: a small loop on torch and peft.

Only the modules of this package and of `training.export` import torch, and nothing imports them
before a training begins: the product runs without the training packages.
"""
