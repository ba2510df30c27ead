from django.urls import path

from dueregard.keeping import views

app_name = "keeping"
urlpatterns = [
    path("backups/", views.backups, name="backups"),
]
