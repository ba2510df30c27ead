from django.urls import path

from dueregard.publications import views

app_name = "publications"
urlpatterns = [
    path("publications/", views.publications, name="publications"),
    path("publications/prepare/", views.prepare, name="prepare"),
    path("publications/requests/", views.requests, name="requests"),
    path("publications/requests/<int:pk>/close/", views.close_request, name="close-request"),
    path("publications/<int:pk>/", views.publication, name="publication"),
    path("publications/<int:pk>/correct/", views.correct, name="correct"),
    path("versions/<int:pk>/revise/", views.revise, name="revise"),
    path("versions/<int:pk>/protection/", views.protection, name="protection"),
    path("versions/<int:pk>/discard/", views.discard, name="discard"),
    path("versions/<int:pk>/preview/", views.preview, name="preview"),
    path("versions/<int:pk>/preview/<str:name>", views.preview_file, name="preview-file"),
    path("versions/<int:pk>/publish/", views.publish, name="publish"),
    path("versions/<int:pk>/withdraw/", views.withdraw, name="withdraw"),
    path("published/<slug:slug>/", views.published_list, name="published-list"),
    path("published/<slug:slug>/ask/", views.ask, name="ask"),
    path("published/<slug:slug>/ask/thank-you/", views.asked, name="asked"),
    path("published/<slug:slug>/accessibility/", views.accessibility, name="accessibility"),
    path("published/<slug:slug>/privacy/", views.privacy, name="privacy"),
    path("published/<slug:slug>/<slug:publication>/", views.published, name="published"),
    path(
        "published/<slug:slug>/<slug:publication>/<int:number>/",
        views.published_version,
        name="published-version",
    ),
    path("published/<slug:slug>/<slug:publication>/<str:name>", views.published_file, name="published-file"),
    path(
        "published/<slug:slug>/<slug:publication>/<int:number>/<str:name>",
        views.version_file,
        name="version-file",
    ),
]
