"""What a listing is and how it is judged: pure Python, no Django, no I/O."""
