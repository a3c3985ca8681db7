"""What is sent and given, field by field; every bound stands here."""
