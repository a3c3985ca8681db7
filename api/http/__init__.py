"""How programs are answered: who asks, how often, once only, and what is said of trouble."""
