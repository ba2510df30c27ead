"""People who are signed in and an action for each, in the database of the environment; prints them as JSON."""

import json
import os
import sys


def main(people: int) -> None:
    os.environ["DJANGO_SETTINGS_MODULE"] = "dueregard.config.settings"
    import django

    django.setup()
    from django.test import Client

    from benchmarks.scale import enter
    from dueregard.access.tests.factories import MembershipFactory, OrganisationFactory
    from dueregard.plans.tests.factories import ActionFactory, PlanFactory

    plan = PlanFactory(organisation=OrganisationFactory())
    found = []
    for _each in range(people):
        membership = MembershipFactory(organisation=plan.organisation, role="officer")
        client = Client()
        enter(client, membership.user)
        found.append({"session": client.cookies["sessionid"].value, "action": ActionFactory(plan=plan).pk})
    print(json.dumps(found))


if __name__ == "__main__":
    main(int(sys.argv[1]))
