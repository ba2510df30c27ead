from django.urls import path

from dueregard.access import views

app_name = "access"
urlpatterns = [
    path("sign-in/", views.sign_in, name="sign-in"),
    path("sign-in/prove/", views.prove, name="prove"),
    path("security/", views.second_factors, name="second-factors"),
    path("security/prove/", views.prove_again, name="prove-again"),
    path("security/app/", views.add_app, name="add-app"),
    path("security/recovery-codes/", views.recovery_codes, name="recovery-codes"),
    path("security/<int:pk>/remove/", views.remove_second_factor, name="remove-second-factor"),
    path("security/sessions/<int:pk>/end/", views.end_session, name="end-session"),
    path("people/<int:pk>/reset-second-factors/", views.reset_second_factors, name="reset-second-factors"),
    path("sign-out/", views.sign_out, name="sign-out"),
    path("password/", views.change_password, name="change-password"),
    path("password/<str:uid>/<str:token>/", views.set_password, name="set-password"),
    path("set-up/", views.set_up, name="set-up"),
    path("choose-organisation/", views.choose_organisation, name="choose-organisation"),
    path("people/", views.people, name="people"),
    path("people/invite/", views.invite, name="invite"),
    path("people/<int:pk>/", views.person, name="person"),
    path("people/<int:pk>/change-role/", views.change_role, name="change-role"),
    path("people/<int:pk>/deactivate/", views.deactivate, name="deactivate"),
    path("people/<int:pk>/reactivate/", views.reactivate, name="reactivate"),
    path("people/<int:pk>/password-link/", views.password_link, name="password-link"),
    path("roles/", views.roles, name="roles"),
    path("log/", views.log, name="log"),
    path("log/download/", views.download_log, name="download-log"),
    path("posts/", views.posts, name="posts"),
    path("posts/add/", views.add_post, name="add-post"),
    path("posts/<int:pk>/appoint/", views.appoint, name="appoint"),
    path("units/add/", views.add_unit, name="add-unit"),
    path("organisation/", views.details, name="details"),
    path("organisation/live-data/", views.live_data, name="live-data"),
    path("organisation/<slug:slug>/colour.css", views.colour, name="colour"),
    path("organisation/<slug:slug>/logo", views.logo, name="logo"),
]
