"""What there is to be allowed. Who holds which is one table in roles.py."""

from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Permission(StrEnum):
    """Thing, then verb; with the words that the page of roles has for it."""

    words: Promise

    def __new__(cls, value: str, words: Promise) -> "Permission":
        member = str.__new__(cls, value)
        member._value_ = value
        member.words = words
        return member

    PLAN_READ = "plan_read", _("read plans, and what is due")
    PLAN_EDIT = "plan_edit", _("bring plans in and change them")
    UPDATE_RECORD = "update_record", _("record updates on actions")
    REMIT_READ = "remit_read", _("see a remit: what is late, slipped or without a measure")
    PAPER_ISSUE = "paper_issue", _("prepare and issue papers for a committee")
    DATASET_READ = "dataset_read", _("read protected figures")
    DATASET_UPLOAD = "dataset_upload", _("see rows about people, and upload them")
    BENCHMARK_LOAD = "benchmark_load", _("load figures of the population")
    RETENTION_KEEP = "retention_keep", _("say how long data are kept, purge them, and note objections")
    ENQUIRY_KEEP = "enquiry_keep", _("open and close enquiries about gaps")
    PUBLICATION_READ = "publication_read", _("read reports before they are out")
    PUBLICATION_PREPARE = "publication_prepare", _("prepare reports")
    PUBLICATION_PUBLISH = "publication_publish", _("publish and withdraw reports")
    RELEASE_RECORD = "release_record", _("record figures that went out by other ways, and strike them out")
    POLICY_ADOPT = "policy_adopt", _("adopt the rules by which figures go out")
    PEOPLE_MANAGE = "people_manage", _("say who signs in, with which role, and who holds which post")
    ORGANISATION_EDIT = "organisation_edit", _("change the details of the organisation")
    AUDIT_READ = "audit_read", _("read the log of who did what")
    REDACTION_MAKE = "redaction_make", _("have words removed for good, with a second person")
