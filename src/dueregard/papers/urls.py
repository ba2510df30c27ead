from django.urls import path

from dueregard.papers import views

app_name = "papers"
urlpatterns = [
    path("papers/", views.papers, name="papers"),
    path("papers/prepare/", views.prepare, name="prepare"),
    path("papers/<int:pk>/", views.paper, name="paper"),
    path("papers/<int:pk>/issue/", views.issue, name="issue"),
    path("papers/<int:pk>/discard/", views.discard, name="discard"),
    path("papers/<int:pk>/<str:name>", views.paper_file, name="paper-file"),
]
