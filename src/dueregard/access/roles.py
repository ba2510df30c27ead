"""Who may do what: one table."""

from dataclasses import dataclass
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from dueregard.access import permissions

P = permissions.Permission


class Role(StrEnum):
    OFFICER = "officer"
    LEAD = "lead"
    DIRECTOR = "director"
    ANALYST = "analyst"
    COUNCILLOR = "councillor"
    READER = "reader"
    GOVERNANCE = "governance"
    AUDITOR = "auditor"


@dataclass(frozen=True)
class RoleDescription:
    name: Promise
    description: Promise
    permissions: frozenset[P]


_READS = frozenset({P.PLAN_READ, P.DATASET_READ, P.PUBLICATION_READ})

ROLES: dict[Role, RoleDescription] = {
    Role.OFFICER: RoleDescription(
        _("Equality officer"),
        _("Keeps the plan, the people and the publications. Prepares what a director publishes."),
        _READS
        | {
            P.PLAN_EDIT,
            P.UPDATE_RECORD,
            P.REMIT_READ,
            P.PAPER_ISSUE,
            P.PUBLICATION_PREPARE,
            P.PUBLICATION_PUBLISH,
        }
        | {P.PEOPLE_MANAGE, P.ORGANISATION_EDIT, P.AUDIT_READ, P.REDACTION_MAKE, P.BENCHMARK_LOAD}
        | {P.RETENTION_KEEP, P.ENQUIRY_KEEP, P.RELEASE_RECORD, P.POLICY_ADOPT},
    ),
    Role.LEAD: RoleDescription(
        _("Lead"),
        _("Reads everything but rows, records updates on their own actions, and looks into gaps."),
        _READS | {P.UPDATE_RECORD, P.ENQUIRY_KEEP},
    ),
    Role.DIRECTOR: RoleDescription(
        _("Director"),
        _("Reads everything but rows, confirms, and publishes what an officer has prepared."),
        _READS
        | {
            P.UPDATE_RECORD,
            P.REMIT_READ,
            P.PAPER_ISSUE,
            P.PUBLICATION_PUBLISH,
            P.AUDIT_READ,
            P.REDACTION_MAKE,
        }
        | {P.ENQUIRY_KEEP, P.POLICY_ADOPT},
    ),
    Role.ANALYST: RoleDescription(
        _("Analyst"),
        _("Uploads datasets and says what their columns mean. The only role that sees rows."),
        _READS | {P.DATASET_UPLOAD, P.BENCHMARK_LOAD, P.RETENTION_KEEP, P.ENQUIRY_KEEP},
    ),
    Role.COUNCILLOR: RoleDescription(
        _("Councillor"),
        _("Sees what is late, slipped or without a measure in their remit, in plain words."),
        _READS | {P.REMIT_READ},
    ),
    Role.READER: RoleDescription(
        _("Reader"),
        _("Reads the plan, the protected figures and the publications."),
        _READS,
    ),
    Role.GOVERNANCE: RoleDescription(
        _("Information governance"),
        _(
            "Reads the processing record and the log, records figures that went out by other ways, and has words "
            "removed for good with a second person. No rows."
        ),
        _READS | {P.AUDIT_READ, P.REDACTION_MAKE, P.RELEASE_RECORD},
    ),
    Role.AUDITOR: RoleDescription(
        _("Auditor"),
        _("Reads everything but rows, the log with it, and changes nothing."),
        _READS | {P.REMIT_READ, P.AUDIT_READ},
    ),
}
