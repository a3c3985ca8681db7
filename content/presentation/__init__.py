"""What a page shows, made from models and judgements: no request, no writing."""
