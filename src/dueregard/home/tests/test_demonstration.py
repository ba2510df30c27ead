import pytest
from django.core.management import CommandError, call_command

from dueregard.access.models import Organisation
from dueregard.audit.services import verify
from dueregard.home.demonstration import content, people
from dueregard.monitoring.models import Dataset, Enquiry
from dueregard.plans.models import Action, Update
from dueregard.publications.models import Publication


def test_made_up_users_are_the_same_at_every_start():
    users = content.load("service_users")
    first = people.users_csv(users, 0)
    assert first == people.users_csv(users, 0)
    assert first != people.users_csv(users, 1)
    lines = first.decode().splitlines()
    assert lines[0] == "Card number,Age,Sex,Ethnic group,Disability"
    assert len(lines) == 1 + users["years"][0]["people"]


def test_residents_are_those_of_the_content():
    users = content.load("service_users")
    lines = people.population_csv(users, "sex").decode().splitlines()
    assert lines[1] == "X00000001,Aldermere,Local authority,2021-03-21,Female,Count,Persons,32816"


@pytest.mark.slow_test
@pytest.mark.django_db
def test_the_demonstration_holds_what_its_content_says(client):
    call_command("load_demonstration")
    plan, updates = content.load("plan"), content.load("updates")
    council = Organisation.objects.get()
    assert council.is_demonstration
    assert Action.objects.within(council).count() == sum(len(each["actions"]) for each in plan["objectives"])
    assert Update.objects.count() == len(updates["updates"])
    assert [dataset.loaded_at is not None for dataset in Dataset.objects.within(council)] == [True] * 5
    assert Enquiry.objects.within(council).open().get().findings.count() == 1
    address = Publication.objects.within(council).get().public_url
    assert "Equality information 2025/26" in client.get(address).content.decode()
    assert verify().is_whole
    with pytest.raises(CommandError, match="goes into an empty database"):
        call_command("load_demonstration")
