"""The Django project - settings, addresses, Celery, health, supervision."""
