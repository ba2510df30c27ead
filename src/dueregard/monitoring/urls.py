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
    path("monitoring/datasets/<int:pk>/load/", views.load, name="load"),
    path("monitoring/datasets/<int:pk>/delete-file/", views.delete_file, name="delete-file"),
    path("monitoring/datasets/<int:pk>/remove/", views.remove, name="remove"),
    path(
        "monitoring/datasets/<int:pk>/representation/<slug:characteristic>/",
        views.representation,
        name="representation",
    ),
    path("monitoring/datasets/<int:pk>/trend/<slug:characteristic>/", views.trend, name="trend"),
    path("monitoring/benchmarks/", views.benchmarks, name="benchmarks"),
    path("monitoring/benchmarks/load/", views.load_benchmark, name="load-benchmark"),
    path("monitoring/benchmarks/<int:pk>/", views.benchmark, name="benchmark"),
    path("monitoring/benchmarks/<int:pk>/choose-area/", views.choose_area, name="choose-area"),
    path("monitoring/benchmarks/<int:pk>/remove/", views.remove_benchmark, name="remove-benchmark"),
]
