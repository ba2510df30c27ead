from django.urls import path

from dueregard.ledger import views

app_name = "ledger"
urlpatterns = [
    path("releases/", views.releases, name="releases"),
    path("releases/policy/", views.policy, name="policy"),
    path("releases/policy/adopt/", views.adopt, name="adopt"),
    path("releases/record/", views.record, name="record"),
    path("releases/record/check/", views.check, name="check"),
    path("releases/outside/<int:pk>/", views.outside, name="outside"),
    path("releases/outside/<int:pk>/strike-out/", views.strike_out, name="strike-out"),
]
