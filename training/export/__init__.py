"""From trained weights to what an engine loads: GGUF adapters, merged GGUF files, and a check."""
