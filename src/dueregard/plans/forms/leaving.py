"""What is typed when somebody leaves."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dueregard.access.models import Membership, Post, User
from dueregard.kit.widgets import GovukDateInput
from dueregard.plans.forms.entries import NO_SUCH_DAY, past_day
from dueregard.plans.reports import Leaving


class LeaverForm(forms.Form):
    last_day = forms.DateField(
        label=gettext_lazy("Their last day"),
        widget=GovukDateInput,
        initial=timezone.localdate,
        error_messages={"required": gettext_lazy("Enter their last day."), "invalid": NO_SUCH_DAY},
    )
    named_to = forms.ModelChoiceField(
        label=gettext_lazy("Post that leads what stands in their name"),
        queryset=Post.objects.none(),
        required=False,
        empty_label=gettext_lazy("Nobody: leave their name there"),
    )
    marks_optional = False

    def __init__(self, *args: Any, member: Membership, found: Leaving, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.found = found
        others = (
            Membership.objects.within(member.organisation).filter(is_active=True).exclude(user=member.user)
        )
        for each in found.posts:
            self.fields[f"post_{each.post.pk}"] = forms.ModelChoiceField(
                label=_("Who holds the post %(post)s from the day after") % {"post": each.post.title},
                queryset=others.select_related("user"),
                required=False,
                empty_label=_("Nobody yet: the work stays with the post"),
            )
        self.fields["named_to"].queryset = Post.objects.within(member.organisation)  # type: ignore[attr-defined]
        if not found.named:
            del self.fields["named_to"]
        else:
            self.order_fields([*(name for name in self.fields if name != "named_to"), "named_to"])

    def clean_last_day(self) -> Any:
        return past_day(self, "last_day")

    def successors(self) -> dict[int, User]:
        chosen = {each.post.pk: self.cleaned_data[f"post_{each.post.pk}"] for each in self.found.posts}
        return {post: member.user for post, member in chosen.items() if member}
