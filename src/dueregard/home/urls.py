from django.urls import path

from dueregard.home import views

app_name = "home"
urlpatterns = [
    path("", views.start, name="start"),
    path("favicon.ico", views.icon, name="icon"),
    path("search/", views.search, name="search"),
    path("calendar/", views.calendar, name="calendar"),
    path("calendar/open-feed/", views.open_feed, name="open-feed"),
    path("calendar/close-feed/", views.close_feed, name="close-feed"),
    path("calendar/duties/<slug:key>/confirm/", views.confirm_duty, name="confirm-duty"),
    path(
        "calendar/duties/<slug:key>/take-back/", views.take_back_confirmation, name="take-back-confirmation"
    ),
    path("calendar/<str:key>/due.ics", views.feed, name="feed"),
]
