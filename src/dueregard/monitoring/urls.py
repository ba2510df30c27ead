from django.urls import path

from dueregard.monitoring import views

app_name = "monitoring"
urlpatterns = [
    path("monitoring/", views.datasets, name="datasets"),
    path("monitoring/datasets/upload/", views.upload, name="upload"),
    path("monitoring/datasets/example.csv", views.example, name="example"),
    path("monitoring/datasets/<int:pk>/", views.dataset, name="dataset"),
    path("monitoring/datasets/<int:pk>/columns/", views.columns, name="columns"),
    path("monitoring/datasets/<int:pk>/check/", views.check, name="check"),
    path("monitoring/datasets/<int:pk>/values/", views.values, name="values"),
    path("monitoring/datasets/<int:pk>/load/", views.load, name="load"),
    path("monitoring/datasets/<int:pk>/delete-file/", views.delete_file, name="delete-file"),
    path("monitoring/datasets/<int:pk>/make-again/", views.make_again, name="make-again"),
    path("monitoring/datasets/<int:pk>/remove/", views.remove, name="remove"),
    path(
        "monitoring/datasets/<int:pk>/representation/<slug:characteristic>/",
        views.representation,
        name="representation",
    ),
    path("monitoring/datasets/<int:pk>/trend/<slug:characteristic>/", views.trend, name="trend"),
    path(
        "monitoring/datasets/<int:pk>/trend/<slug:characteristic>/mark-break/",
        views.mark_break,
        name="mark-break",
    ),
    path("monitoring/datasets/<int:pk>/pair/<slug:first>/<slug:second>/", views.pair, name="pair"),
    path(
        "monitoring/datasets/<int:pk>/beside/<slug:characteristic>/<int:other>/",
        views.beside,
        name="beside",
    ),
    path(
        "monitoring/datasets/<int:pk>/open-enquiry/<slug:characteristic>/",
        views.open_enquiry,
        name="open-enquiry",
    ),
    path("monitoring/enquiries/", views.enquiries, name="enquiries"),
    path("monitoring/enquiries/<int:pk>/", views.enquiry, name="enquiry"),
    path("monitoring/enquiries/<int:pk>/add-finding/", views.add_finding, name="add-finding"),
    path("monitoring/enquiries/<int:pk>/change-owner/", views.change_owner, name="change-owner"),
    path("monitoring/enquiries/<int:pk>/close/", views.close_enquiry, name="close-enquiry"),
    path("monitoring/enquiries/<int:pk>/reopen/", views.reopen_enquiry, name="reopen-enquiry"),
    path("monitoring/enquiries/<int:pk>/name-action/", views.name_action, name="name-action"),
    path("monitoring/data-protection/", views.data_protection, name="data-protection"),
    path(
        "monitoring/data-protection/<slug:name>.docx",
        views.data_protection_document,
        name="data-protection-document",
    ),
    path("monitoring/data-protection/note-objection/", views.note_objection, name="note-objection"),
    path("monitoring/retention/", views.retention, name="retention"),
    path("monitoring/datasets/<int:pk>/record/", views.processing_record, name="processing-record"),
    path("monitoring/datasets/<int:pk>/record/download/", views.download_record, name="download-record"),
    path("monitoring/datasets/<int:pk>/record/change/", views.change_retention, name="change-retention"),
    path("monitoring/datasets/<int:pk>/purge/", views.purge, name="purge"),
    path("monitoring/benchmarks/", views.benchmarks, name="benchmarks"),
    path("monitoring/benchmarks/load/", views.load_benchmark, name="load-benchmark"),
    path("monitoring/benchmarks/<int:pk>/", views.benchmark, name="benchmark"),
    path("monitoring/benchmarks/<int:pk>/choose-area/", views.choose_area, name="choose-area"),
    path("monitoring/benchmarks/<int:pk>/remove/", views.remove_benchmark, name="remove-benchmark"),
]
