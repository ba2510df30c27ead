"""The least that is valid, and a small document as the library hands it on."""

import importlib
from datetime import timedelta
from typing import Any

import factory
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from dueregard.access.tests.factories import OrganisationFactory, UserFactory
from dueregard.plans.models import Action, Import, Lead, Measure, Objective, Plan

TODAY = timezone.localdate()


def days(number):
    """That many days from today."""
    return TODAY + timedelta(days=number)


class PlanFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Plan

    organisation = factory.SubFactory(OrganisationFactory)
    title = factory.Sequence("Plan {}".format)


class ObjectiveFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Objective

    plan = factory.SubFactory(PlanFactory)
    text = factory.Sequence("Objective {}".format)


class ActionFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Action

    plan = factory.SubFactory(PlanFactory)
    text = factory.Sequence("Action {}".format)
    first_last_day = factory.SelfAttribute("last_day")
    last_day = None


class ImportFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Import

    organisation = factory.SubFactory(OrganisationFactory)
    filename = "plan.csv"
    sha256 = factory.Sequence("{:064}".format)
    document: Any = factory.LazyFunction(dict)
    made_by = factory.SubFactory(UserFactory)


def complete(action, lead="Head of Housing", measure="Number of homes"):
    """An action with nothing missing but a date."""
    Lead.written(lead, action=action).save()
    Measure.written(measure, plan=action.plan, action=action).save()
    return action


TABLE = """No.,Action,Measures,Lead,Directorate,Timescale,Status,PSED aim,Protected characteristics,EFLG criteria
,Objective 1: Know who uses our services,,,,,,,,
1,Ask the same questions in every service,Share of users who answered,Insight Manager,Customer Services,31 March 2013,On target,All,Age,To be mapped
2,Review what was found,To be determined,TBC,Customer Services,Every quarter from April 2013,,All,Age,2.1
3,Train the front line,Share of staff trained,Head of Staff,Human Resources,03/04,Behind,n/a,All,n/a
4,Hear what the survey says,Number of answers,Insight Manager,Human Resources,Within a month of the staff survey,,All,All,n/a
"""


def upload(text=TABLE, name="Equality plan.csv"):
    return SimpleUploadedFile(name, text.encode())


def read_here(target, *arguments):
    """In place of the child process, which takes a second to start."""
    module, function = target.split(":")
    return getattr(importlib.import_module(module), function)(*arguments)
