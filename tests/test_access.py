"""Every URL, every role: who gets in. A page that is not in the table fails until it is placed."""

import pytest
from django.urls import URLPattern, URLResolver, get_resolver

from dueregard.access.permissions import Permission as P
from dueregard.access.roles import ROLES, Role

pytestmark = pytest.mark.any_database  # guards decide before a row of the page is asked for
PUBLIC, SIGNED_IN = "public", "signed_in"

TABLE = {
    "home:start": SIGNED_IN,
    "home:search": SIGNED_IN,
    "home:calendar": P.PLAN_READ,
    "home:open-feed": P.PLAN_READ,
    "home:close-feed": P.PLAN_READ,
    "home:confirm-duty": P.ORGANISATION_EDIT,
    "home:take-back-confirmation": P.ORGANISATION_EDIT,
    "home:feed": PUBLIC,
    "home:icon": PUBLIC,
    "access:sign-in": PUBLIC,
    "access:begin-single-sign-on": PUBLIC,
    "access:single-sign-on-answer": PUBLIC,
    "access:sign-out": SIGNED_IN,
    "access:choose-language": PUBLIC,
    "access:change-password": SIGNED_IN,
    "access:set-password": PUBLIC,
    "access:set-up": PUBLIC,
    "access:choose-organisation": SIGNED_IN,
    "access:people": P.PEOPLE_MANAGE,
    "access:invite": P.PEOPLE_MANAGE,
    "access:person": P.PEOPLE_MANAGE,
    "access:change-role": P.PEOPLE_MANAGE,
    "access:deactivate": P.PEOPLE_MANAGE,
    "access:reactivate": P.PEOPLE_MANAGE,
    "access:password-link": P.PEOPLE_MANAGE,
    "access:roles": SIGNED_IN,
    "access:log": P.AUDIT_READ,
    "access:download-log": P.AUDIT_READ,
    "redactions:redactions": P.REDACTION_MAKE,
    "redactions:ask": P.REDACTION_MAKE,
    "redactions:redaction": P.REDACTION_MAKE,
    "redactions:search-files": P.REDACTION_MAKE,
    "redactions:choose-files": P.REDACTION_MAKE,
    "redactions:confirm": P.REDACTION_MAKE,
    "redactions:cancel": P.REDACTION_MAKE,
    "access:live-data": P.ORGANISATION_EDIT,
    "access:prove": PUBLIC,
    "access:second-factors": SIGNED_IN,
    "access:prove-again": SIGNED_IN,
    "access:add-app": SIGNED_IN,
    "access:add-passkey": SIGNED_IN,
    "access:recovery-codes": SIGNED_IN,
    "access:remove-second-factor": SIGNED_IN,
    "access:end-session": SIGNED_IN,
    "access:reset-second-factors": P.PEOPLE_MANAGE,
    "access:posts": P.PEOPLE_MANAGE,
    "access:add-post": P.PEOPLE_MANAGE,
    "access:appoint": P.PEOPLE_MANAGE,
    "access:add-unit": P.PEOPLE_MANAGE,
    "access:details": P.ORGANISATION_EDIT,
    "access:colour": PUBLIC,
    "access:logo": PUBLIC,
    "evidence:document": P.PLAN_READ,
    "evidence:document-to-publish": P.PLAN_READ,
    "evidence:copies": P.PUBLICATION_READ,
    "evidence:ask-to-publish": P.PUBLICATION_PREPARE,
    "evidence:copy": P.PUBLICATION_READ,
    "evidence:copy-file": P.PUBLICATION_READ,
    "evidence:publish-copy": P.PUBLICATION_PUBLISH,
    "evidence:take-back-copy": P.PUBLICATION_PUBLISH,
    "evidence:public-copy": PUBLIC,
    "plans:plans": P.PLAN_READ,
    "plans:import-plan": P.PLAN_EDIT,
    "plans:example-plan": P.PLAN_READ,
    "plans:add-plan": P.PLAN_EDIT,
    "plans:plan": P.PLAN_READ,
    "plans:change-plan": P.PLAN_EDIT,
    "plans:objectives": P.PLAN_READ,
    "plans:download-plan": P.PLAN_READ,
    "plans:download-layout": P.PLAN_READ,
    "plans:add-action": P.PLAN_EDIT,
    "plans:add-objective": P.PLAN_EDIT,
    "plans:preview": P.PLAN_EDIT,
    "plans:correct": P.PLAN_EDIT,
    "plans:discard": P.PLAN_EDIT,
    "plans:say-headings": P.PLAN_EDIT,
    "plans:read-again": P.PLAN_EDIT,
    "plans:headings": P.PLAN_EDIT,
    "plans:forget-heading": P.PLAN_EDIT,
    "plans:undo-import": P.PLAN_EDIT,
    "plans:upload-return": P.UPDATE_RECORD,
    "plans:check-return": P.UPDATE_RECORD,
    "plans:discard-return": P.UPDATE_RECORD,
    "plans:actions": P.PLAN_READ,
    "plans:download-actions": P.PLAN_READ,
    "plans:action": P.PLAN_READ,
    "plans:record-update": P.UPDATE_RECORD,
    "plans:correct-update": P.UPDATE_RECORD,
    "plans:record-event": P.PLAN_EDIT,
    "plans:reword-action": P.PLAN_EDIT,
    "plans:redate-action": P.PLAN_EDIT,
    "plans:close-action": P.PLAN_EDIT,
    "plans:reopen-action": P.PLAN_EDIT,
    "plans:objective": P.PLAN_READ,
    "plans:reword-objective": P.PLAN_EDIT,
    "plans:redate-objective": P.PLAN_EDIT,
    "plans:close-objective": P.PLAN_EDIT,
    "plans:reopen-objective": P.PLAN_EDIT,
    "plans:move-action": P.PLAN_EDIT,
    "plans:split-action": P.PLAN_EDIT,
    "plans:merge-action": P.PLAN_EDIT,
    "plans:compare-action": P.PLAN_READ,
    "plans:move-up-action": P.PLAN_EDIT,
    "plans:move-down-action": P.PLAN_EDIT,
    "plans:move-objective": P.PLAN_EDIT,
    "plans:split-objective": P.PLAN_EDIT,
    "plans:merge-objective": P.PLAN_EDIT,
    "plans:compare-objective": P.PLAN_READ,
    "plans:move-up-objective": P.PLAN_EDIT,
    "plans:move-down-objective": P.PLAN_EDIT,
    "plans:roll-forward": P.PLAN_EDIT,
    "plans:leaver": P.PEOPLE_MANAGE,
    "plans:undo-deed": P.PLAN_EDIT,
    "plans:deeds": P.PLAN_EDIT,
    "plans:change-many": P.PLAN_EDIT,
    "plans:update-many": P.PLAN_EDIT,
    "plans:remit": P.REMIT_READ,
    "monitoring:datasets": P.DATASET_READ,
    "monitoring:upload": P.DATASET_UPLOAD,
    "monitoring:example": P.DATASET_UPLOAD,
    "monitoring:dataset": P.DATASET_READ,
    "monitoring:columns": P.DATASET_UPLOAD,
    "monitoring:check": P.DATASET_UPLOAD,
    "monitoring:values": P.DATASET_UPLOAD,
    "monitoring:load": P.DATASET_UPLOAD,
    "monitoring:loading": P.DATASET_UPLOAD,
    "monitoring:cancel-loading": P.DATASET_UPLOAD,
    "monitoring:read-file": P.DATASET_UPLOAD,
    "monitoring:delete-file": P.DATASET_UPLOAD,
    "monitoring:make-again": P.DATASET_UPLOAD,
    "monitoring:remove": P.DATASET_UPLOAD,
    "monitoring:representation": P.DATASET_READ,
    "monitoring:trend": P.DATASET_READ,
    "monitoring:mark-break": P.DATASET_UPLOAD,
    "monitoring:pair": P.DATASET_READ,
    "monitoring:beside": P.DATASET_READ,
    "monitoring:open-enquiry": P.ENQUIRY_KEEP,
    "monitoring:enquiries": P.DATASET_READ,
    "monitoring:enquiry": P.DATASET_READ,
    "monitoring:add-finding": P.ENQUIRY_KEEP,
    "monitoring:change-owner": P.ENQUIRY_KEEP,
    "monitoring:close-enquiry": P.ENQUIRY_KEEP,
    "monitoring:reopen-enquiry": P.ENQUIRY_KEEP,
    "monitoring:name-action": P.ENQUIRY_KEEP,
    "monitoring:data-protection": P.DATASET_READ,
    "monitoring:data-protection-document": P.DATASET_READ,
    "monitoring:served": P.DATASET_READ,
    "monitoring:note-objection": P.RETENTION_KEEP,
    "monitoring:take-back-objection": P.RETENTION_KEEP,
    "monitoring:retention": P.DATASET_READ,
    "monitoring:processing-record": P.DATASET_READ,
    "monitoring:download-record": P.DATASET_READ,
    "monitoring:change-retention": P.RETENTION_KEEP,
    "monitoring:purge": P.RETENTION_KEEP,
    "monitoring:benchmarks": P.DATASET_READ,
    "monitoring:load-benchmark": P.BENCHMARK_LOAD,
    "monitoring:benchmark": P.DATASET_READ,
    "monitoring:choose-area": P.BENCHMARK_LOAD,
    "monitoring:remove-benchmark": P.BENCHMARK_LOAD,
    "papers:papers": P.PLAN_READ,
    "papers:prepare": P.PAPER_ISSUE,
    "papers:paper": P.PLAN_READ,
    "papers:issue": P.PAPER_ISSUE,
    "papers:discard": P.PAPER_ISSUE,
    "papers:paper-file": P.PLAN_READ,
    "ledger:releases": P.PUBLICATION_READ,
    "ledger:policy": P.PUBLICATION_READ,
    "ledger:adopt": P.POLICY_ADOPT,
    "ledger:record": P.RELEASE_RECORD,
    "ledger:check": P.RELEASE_RECORD,
    "ledger:outside": P.PUBLICATION_READ,
    "ledger:strike-out": P.RELEASE_RECORD,
    "publications:publications": P.PUBLICATION_READ,
    "publications:publication": P.PUBLICATION_READ,
    "publications:prepare": P.PUBLICATION_PREPARE,
    "publications:requests": P.PUBLICATION_PREPARE,
    "publications:close-request": P.PUBLICATION_PREPARE,
    "publications:correct": P.PUBLICATION_PREPARE,
    "publications:revise": P.PUBLICATION_PREPARE,
    "publications:protection": P.PUBLICATION_PREPARE,
    "publications:discard": P.PUBLICATION_PREPARE,
    "publications:preview": P.PUBLICATION_READ,
    "publications:preview-file": P.PUBLICATION_READ,
    "publications:publish": P.PUBLICATION_PUBLISH,
    "publications:withdraw": P.PUBLICATION_PUBLISH,
    "publications:published-list": PUBLIC,
    "publications:ask": PUBLIC,
    "publications:asked": PUBLIC,
    "publications:accessibility": PUBLIC,
    "publications:privacy": PUBLIC,
    "publications:published": PUBLIC,
    "publications:published-file": PUBLIC,
    "publications:published-version": PUBLIC,
    "publications:version-file": PUBLIC,
    "keeping:backups": P.AUDIT_READ,
    "keeping:healthz": PUBLIC,
    "keeping:readyz": PUBLIC,
    "keeping:metrics": PUBLIC,
}

SAMPLES = {
    "int": 987654,
    "slug": "nowhere",
    "string": "nothing",
    "uuid": "00000000-0000-0000-0000-000000000000",
}


def walk(patterns=None, namespace=""):
    """Every named URL pattern as (name, pattern)."""
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        if isinstance(pattern, URLResolver):
            yield from walk(pattern.url_patterns, f"{pattern.namespace}:" if pattern.namespace else namespace)
        elif isinstance(pattern, URLPattern):
            yield f"{namespace}{pattern.name}", pattern


def address(name, pattern):
    """The page's address with values that name nothing, so that only the right to ask is tested."""
    from django.urls import reverse

    converters = pattern.pattern.converters
    values = {
        key: SAMPLES[type(kind).__name__.removesuffix("Converter").lower()]
        for key, kind in converters.items()
    }
    return reverse(name, kwargs=values)


PAGES = dict(walk())


def test_every_page_is_in_the_table_and_says_the_same_of_itself():
    assert {
        name: getattr(pattern.callback, "access", "says nothing") for name, pattern in PAGES.items()
    } == TABLE


LAST = "access:sign-out"  # who has signed out is a visitor from then on


def walked():
    """Every page with its address, the one that ends the walk last."""
    return [(name, address(name, PAGES[name])) for name in sorted(TABLE, key=lambda name: name == LAST)]


@pytest.mark.slow_test
@pytest.mark.parametrize("method", ["get", "head", "post", "put", "patch", "delete"])
def test_a_visitor_gets_only_public_pages(method, client, council):
    wrong = {}
    for name, path in walked():
        response = getattr(client, method)(path)
        is_sent_to_sign_in = response.status_code == 302 and response.url.startswith("/sign-in/?next=")
        if is_sent_to_sign_in == (TABLE[name] == PUBLIC) or response.status_code >= 500:
            wrong[name] = response.status_code
    assert wrong == {}


@pytest.mark.slow_test
@pytest.mark.django_db
@pytest.mark.parametrize("role", list(Role))
def test_a_member_gets_what_the_role_allows(role, request):
    person = request.getfixturevalue(role.value)
    wrong = {}
    for name, path in walked():
        allowed = TABLE[name] in (PUBLIC, SIGNED_IN) or TABLE[name] in ROLES[role].permissions
        for method in ("get", "head", "put", "delete", "post"):
            status = getattr(person.client, method)(path).status_code
            if (status == 403) == allowed or status >= 500:
                wrong[name, method] = status
    assert wrong == {}


@pytest.mark.slow_test
def test_who_belongs_to_no_organisation_gets_nothing(client, council):
    from dueregard.access.tests.factories import UserFactory

    client.force_login(UserFactory(), backend="django.contrib.auth.backends.ModelBackend")
    for_members = [path for name, path in walked() if TABLE[name] not in (PUBLIC, SIGNED_IN)]
    assert {path: client.get(path).status_code for path in for_members} == dict.fromkeys(for_members, 403)
