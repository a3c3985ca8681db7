"""What a browser asks for: one module for each page or part of one."""
