from django.urls import path

from dueregard.redactions import views

app_name = "redactions"
urlpatterns = [
    path("redactions/", views.redactions, name="redactions"),
    path("redactions/ask/", views.ask, name="ask"),
    path("redactions/<int:pk>/", views.redaction, name="redaction"),
    path("redactions/<int:pk>/search/", views.search_files, name="search-files"),
    path("redactions/<int:pk>/files/", views.choose_files, name="choose-files"),
    path("redactions/<int:pk>/confirm/", views.confirm, name="confirm"),
    path("redactions/<int:pk>/cancel/", views.cancel, name="cancel"),
]
