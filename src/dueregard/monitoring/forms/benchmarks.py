"""What is typed about populations."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from dueregard.monitoring.forms.files import table_field
from dueregard.monitoring.models import EVERYWHERE, Benchmark

POPULATION_MEGABYTES = 100


class BenchmarkForm(forms.ModelForm):
    file = table_field(
        _(
            "A .csv or .xlsx with area_code, area_name, a column of groups, and value; or with groups and counts "
            "alone. With a column of ages as well, users are compared with what is expected at their ages."
        ),
        POPULATION_MEGABYTES,
    )
    field_order = ["file", "source", "vintage", "whole_area"]

    class Meta:
        model = Benchmark
        fields = ["source", "vintage", "whole_area"]
        help_texts = {
            "source": _(
                "Such as Office for National Statistics, Census 2021. It is printed under each comparison."
            ),
            "vintage": _("Only if the file does not say, such as 2021-03-21."),
            "whole_area": _("If the file has several areas, such as all wards of a borough: the borough."),
        }
        error_messages = {"source": {"required": _("Enter who published the figures.")}}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["vintage"].required = self.fields["whole_area"].required = False

    def details(self) -> dict[str, Any]:
        """What services.load_benchmark takes."""
        file = self.cleaned_data["file"]
        details = {name: self.cleaned_data[name] for name in self.Meta.fields}
        return details | {"content": file.read(), "name": file.name}


class AreaForm(forms.Form):
    """Which area's people could use the organisation's services."""

    area = forms.ChoiceField(label=_("Our area"), error_messages={"required": _("Choose an area.")})

    def __init__(self, *args: Any, benchmark: Benchmark, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        whole = benchmark.whole_area or _("the whole file")
        areas = [(each.area_code, each.area) for each in benchmark.areas]
        together = (
            [(EVERYWHERE, _("All areas together: %(name)s") % {"name": whole})] if len(areas) > 1 else []
        )
        self.fields["area"].choices = together + areas  # type: ignore[attr-defined]
        self.fields["area"].initial = benchmark.area
