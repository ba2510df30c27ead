"""What the web server serves. All pages and templates are read before the first is asked for: else fifty people who
come back after a restart wait for a second, while each thread compiles the same. What is there by then stays, so the
collector of garbage need not look at it: it took a twelfth of a second each time, in which nobody was answered."""

import gc
from importlib import import_module

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.template import engines

application = get_wsgi_application()
import_module(settings.ROOT_URLCONF)
_jinja = engines["jinja2"].env  # type: ignore[attr-defined]
for _name in _jinja.list_templates(extensions=["html"]):
    _jinja.get_template(_name)
gc.freeze()
