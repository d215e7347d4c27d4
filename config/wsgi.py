"""The WSGI entry that granian serves."""

import os

from django.core.wsgi import get_wsgi_application

from yhdyspinta.core.common.callstack import unbroken
from yhdyspinta.site.guards import at_start

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
application = unbroken(get_wsgi_application())
at_start()
