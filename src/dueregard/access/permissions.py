"""What there is to be allowed. Who holds which is one table in roles.py."""

from enum import StrEnum


class Permission(StrEnum):
    """Thing, then verb."""

    PLAN_READ = "plan_read"
    PLAN_EDIT = "plan_edit"
    UPDATE_RECORD = "update_record"
    REMIT_READ = "remit_read"
    DATASET_READ = "dataset_read"
    DATASET_UPLOAD = "dataset_upload"
    BENCHMARK_LOAD = "benchmark_load"
    RETENTION_KEEP = "retention_keep"
    ENQUIRY_KEEP = "enquiry_keep"
    PUBLICATION_READ = "publication_read"
    PUBLICATION_PREPARE = "publication_prepare"
    PUBLICATION_PUBLISH = "publication_publish"
    PEOPLE_MANAGE = "people_manage"
    ORGANISATION_EDIT = "organisation_edit"
    AUDIT_READ = "audit_read"
