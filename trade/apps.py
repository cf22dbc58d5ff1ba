from django.apps import AppConfig
from django.db import models
from django.db.models.functions import Length
from django.utils.translation import gettext_lazy as _


class TradeConfig(AppConfig):
    name = "trade"
    verbose_name = _("Trade")

    def ready(self) -> None:
        from trade import checks  # noqa: F401 - registers them; needs the settings

        # Constraints compare the length of codes and words.
        models.CharField.register_lookup(Length)
        models.TextField.register_lookup(Length)
