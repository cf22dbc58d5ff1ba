"""The WSGI entry point of a deployment."""

import gc
import os
from importlib import import_module

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.production")

application = get_wsgi_application()

# Load every view now, not in the first request. What is loaded stays for good: looking through it
# again and again for garbage took a fifth of each answer.
import_module("config.urls")
gc.collect()
gc.freeze()
