"""What is made of one piece of feedback: a corrective example, or a reason why there is none."""
