"""The kinds of filters that lists are narrowed by."""

import re
from collections.abc import Iterator
from typing import Any

from django import forms
from django.core.exceptions import FieldDoesNotExist, ValidationError
from django.db.models import Q, QuerySet
from django.db.models.constants import LOOKUP_SEP
from django.utils.translation import gettext_lazy as _
from django_filters import filters

from trade.models import Product, Region
from trade.models.periods import period_bounds

# Filters that widen others beside them, by the names of their parameters.
INCLUDE_PARTS = "include_parts"
INCLUDE_LINES = "include_lines"


class YesNoField(forms.Field):
    """true or false; anything else is refused, not taken for “not given”."""

    def to_python(self, value: Any) -> bool | None:
        words = {"true": True, "1": True, "false": False, "0": False}
        if value in self.empty_values:
            return None
        try:
            return words[str(value).lower()]
        except KeyError:
            raise ValidationError(_("Give true or false.")) from None


class YesNoFilter(filters.BooleanFilter):
    """A filter that is true or false."""

    field_class = YesNoField  # type: ignore[assignment]


class DayFilter(filters.DateFilter):
    """A filter that takes a day as ISO 8601 writes it."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("input_formats", ["%Y-%m-%d"])
        kwargs.setdefault("error_messages", {"invalid": _("Give a day as in 2025-10-20.")})
        super().__init__(*args, **kwargs)


class CodesFilter(filters.MultipleChoiceFilter):
    """A filter by one or more codes of a list. A row has one code, so no row comes twice."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"distinct": False, **kwargs})


class RecordFilter(filters.ModelChoiceFilter):
    """A filter that names another record by its code or key, and refuses one that is not there."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("to_field_name", "pk")
        kwargs.setdefault("error_messages", {"invalid_choice": _("There is no such record.")})
        super().__init__(*args, **kwargs)

    def filter(self, qs: QuerySet[Any], value: Any) -> QuerySet[Any]:
        return qs if value is None else matching(qs, Q((str(self.field_name), value)))


class RegionFilter(RecordFilter):
    """A filter by region, found in any of `paths`; with its parts where `include_parts` is true."""

    def __init__(self, *paths: str, **kwargs: Any) -> None:
        kwargs.setdefault("queryset", Region.objects.all())
        kwargs.setdefault("to_field_name", "code")
        kwargs.setdefault(
            "error_messages", {"invalid_choice": _("There is no region with this code.")}
        )
        super().__init__(field_name=paths[0], **kwargs)
        self.paths = paths
        self.parent: Any = None  # the filter set, set by django-filter

    def filter(self, qs: QuerySet[Any], value: Region | None) -> QuerySet[Any]:
        if value is None:
            return qs
        regions: Any = [value.code]
        if self.parent.form.cleaned_data.get(INCLUDE_PARTS):
            regions = Region.objects.within(value.code).order_by().values("code")
        return matching(qs, Q(*((f"{path}__in", regions) for path in self.paths), _connector=Q.OR))


class IncludePartsFilter(YesNoFilter):
    """Widens the region filters beside it to the parts of the region; they read it."""

    widens: type[filters.Filter] = RegionFilter

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault(
            "help_text", _("true: a region also stands for its parts, RU for RU-MO and all others.")
        )
        super().__init__(**kwargs)

    def filter(self, qs: QuerySet[Any], value: bool | None) -> QuerySet[Any]:
        return qs


class CurrencyField(forms.CharField):
    """An ISO 4217 code, in capitals."""

    def clean(self, value: Any) -> str:
        code: str = super().clean(value)
        if code and not re.fullmatch(r"[A-Z]{3}", code):
            raise ValidationError(_("Give an ISO 4217 code in capitals, such as USD."))
        return code


class CurrencyFilter(filters.CharFilter):
    """A filter by currency; what is no code is refused."""

    field_class = CurrencyField


class RegionPairField(forms.CharField):
    """Two region codes, as in BY/RU-MO or BY,RU-MO, cleaned to a pair in the order of codes."""

    def clean(self, value: Any) -> tuple[str, str] | None:
        text = super().clean(value)
        if not text:
            return None
        codes = sorted({code.strip() for code in text.replace("/", ",").split(",")})
        if len(codes) != 2:
            raise ValidationError(_("Give the codes of two regions, as in BY,RU-MO."))
        found = set(Region.objects.filter(code__in=codes).values_list("code", flat=True))
        for code in codes:
            if code not in found:
                raise ValidationError(
                    _("There is no region with the code “%(code)s”.") % {"code": code}
                )
        return (codes[0], codes[1])


class RegionPairFilter(filters.CharFilter):
    """A filter by two regions in either order, given to a method of the queryset or filter set."""

    field_class = RegionPairField

    def __init__(self, *, queryset_method: str = "", **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.queryset_method = queryset_method

    def filter(self, qs: QuerySet[Any], value: tuple[str, str] | None) -> QuerySet[Any]:
        if value is None:
            return qs
        narrowed: QuerySet[Any] = getattr(qs, self.queryset_method)(*value)
        return narrowed


class PeriodField(forms.CharField):
    """A period as SDMX writes it."""

    def clean(self, value: Any) -> str:
        period: str = super().clean(value)
        try:
            period_bounds(period)
        except ValueError as error:
            raise ValidationError(str(error)) from error
        return period


class PeriodFilter(filters.CharFilter):
    """A filter by one period; what is no period is refused."""

    field_class = PeriodField


class ProductCodeField(forms.CharField):
    """An HS code that some edition has."""

    def clean(self, value: Any) -> str:
        code: str = super().clean(value)
        if code and not Product.objects.filter(code=code).exists():
            raise ValidationError(_("There is no product with this code."))
        return code


class ProductFilter(filters.CharFilter):
    """A filter by HS code; with the lines below it where `include_lines` is true."""

    field_class = ProductCodeField

    def __init__(self, path: str, **kwargs: Any) -> None:
        super().__init__(field_name=path, **kwargs)
        self.parent: Any = None  # the filter set, set by django-filter

    def filter(self, qs: QuerySet[Any], value: str) -> QuerySet[Any]:
        if not value:
            return qs
        if self.parent.form.cleaned_data.get(INCLUDE_LINES):
            lines = Product.objects.under(value).order_by().values("pk")
            path = str(self.field_name).removesuffix("__code")
            return matching(qs, Q((f"{path}__in", lines)))
        return matching(qs, Q((str(self.field_name), value)))


class IncludeLinesFilter(IncludePartsFilter):
    """Widens the product filter beside it to the lines below the product; that filter reads it."""

    widens = ProductFilter

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault(
            "help_text", _("true: a product also stands for the lines below it, 85 for 8544.")
        )
        super().__init__(**kwargs)


class ArchivedFilter(YesNoFilter):
    """Leaves archived records out unless they are asked for."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault(
            "help_text", _("true: only records put aside. They are left out otherwise.")
        )
        super().__init__(field_name="archived_on", **kwargs)

    def filter(self, qs: QuerySet[Any], value: bool | None) -> QuerySet[Any]:
        return qs.filter(archived_on__isnull=not value)


def matching(queryset: QuerySet[Any], condition: Q) -> QuerySet[Any]:
    """The rows a condition holds for, each once though it may reach across many related ones."""
    if not any(reaches_many(queryset.model, path) for path in paths_in(condition)):
        return queryset.filter(condition)  # an index of the rows themselves serves it
    found = queryset.model._base_manager.filter(condition).order_by().values("pk")
    return queryset.filter(pk__in=found)


def paths_in(condition: Q) -> Iterator[str]:
    """The path of each lookup of a condition."""
    for child in condition.children:
        if isinstance(child, Q):
            yield from paths_in(child)
        elif isinstance(child, tuple):
            yield child[0]


def reaches_many(model: Any, path: str) -> bool:
    """Does a path go through a relation of one row to many?"""
    for name in path.split(LOOKUP_SEP):
        try:
            field = model._meta.get_field(name)
        except FieldDoesNotExist:  # the lookup itself, or pk
            return False
        if field.one_to_many or field.many_to_many:
            return True
        if not field.is_relation:
            return False
        model = field.related_model
    return False
