from django.urls import path

from dueregard.evidence import views

app_name = "evidence"
urlpatterns = [
    path("documents/<int:pk>/", views.document, name="document"),
]
