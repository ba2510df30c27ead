from django.urls import path

from dueregard.evidence import views

app_name = "evidence"
urlpatterns = [
    path("documents/<int:pk>/", views.document, name="document"),
    path("documents/<int:pk>/to-publish/", views.document_to_publish, name="document-to-publish"),
]
