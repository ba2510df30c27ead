from django.urls import path

from dueregard.evidence import views

app_name = "evidence"
urlpatterns = [
    path("documents/<int:pk>/", views.document, name="document"),
    path("documents/<int:pk>/to-publish/", views.document_to_publish, name="document-to-publish"),
    path("documents/<int:pk>/publish/", views.ask_to_publish, name="ask-to-publish"),
    path("documents/copies/", views.copies, name="copies"),
    path("documents/copies/<int:pk>/", views.copy, name="copy"),
    path("documents/copies/<int:pk>/file/", views.copy_file, name="copy-file"),
    path("documents/copies/<int:pk>/publish/", views.publish_copy, name="publish-copy"),
    path("documents/copies/<int:pk>/take-back/", views.take_back_copy, name="take-back-copy"),
    path("published/<slug:slug>/evidence/<int:pk>/", views.public_copy, name="public-copy"),
]
