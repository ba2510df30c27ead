from django.urls import path

from dueregard.plans import views

app_name = "plans"
urlpatterns = [
    path("plans/", views.plans, name="plans"),
    path("plans/import/", views.import_plan, name="import-plan"),
    path("plans/example/", views.example_plan, name="example-plan"),
    path("plans/add/", views.add_plan, name="add-plan"),
    path("plans/<int:pk>/", views.plan, name="plan"),
    path("plans/<int:pk>/change/", views.change_plan, name="change-plan"),
    path("plans/<int:pk>/objectives/", views.objectives, name="objectives"),
    path("plans/<int:pk>/download/<slug:kind>/", views.download_plan, name="download-plan"),
    path("plans/<int:pk>/add-action/", views.add_action, name="add-action"),
    path("plans/<int:pk>/add-objective/", views.add_objective, name="add-objective"),
    path("imports/<int:pk>/", views.preview, name="preview"),
    path("imports/<int:pk>/correct/<slug:kind>/<int:number>/", views.correct, name="correct"),
    path("imports/<int:pk>/discard/", views.discard, name="discard"),
    path("imports/<int:pk>/undo/", views.undo_import, name="undo-import"),
    path("returns/upload/", views.upload_return, name="upload-return"),
    path("returns/<int:pk>/", views.check_return, name="check-return"),
    path("returns/<int:pk>/discard/", views.discard_return, name="discard-return"),
    path("actions/", views.actions, name="actions"),
    path("actions/download/<slug:kind>/", views.download_actions, name="download-actions"),
    path("actions/<int:pk>/", views.action, name="action"),
    path("actions/<int:pk>/record-update/", views.record_update, name="record-update"),
    path("actions/<int:pk>/record-event/", views.record_event, name="record-event"),
    path("actions/<int:pk>/reword/", views.reword_action, name="reword-action"),
    path("actions/<int:pk>/redate/", views.redate_action, name="redate-action"),
    path("actions/<int:pk>/close/", views.close_action, name="close-action"),
    path("actions/<int:pk>/reopen/", views.reopen_action, name="reopen-action"),
    path("objectives/<int:pk>/", views.objective, name="objective"),
    path("objectives/<int:pk>/reword/", views.reword_objective, name="reword-objective"),
    path("objectives/<int:pk>/redate/", views.redate_objective, name="redate-objective"),
    path("objectives/<int:pk>/close/", views.close_objective, name="close-objective"),
    path("objectives/<int:pk>/reopen/", views.reopen_objective, name="reopen-objective"),
    path("remit/", views.remit, name="remit"),
]
