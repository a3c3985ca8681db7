"""Writing a draft with a model: the draws, the job that runs them, the events pages follow."""
