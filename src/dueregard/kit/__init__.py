"""Pages, forms, charts and downloads, for every app alike; the kit knows no domain.

A page is a template of a few lines that extends a shell and fills its blocks. What a shell reads stands at
its top:

    kit/page.html  kit/form_page.html  kit/list_page.html  kit/detail_page.html  kit/confirm_page.html
    kit/message_page.html

    {% extends "kit/form_page.html" %}
    {% block title %}{{ _("Record an update on") }} {{ action.title }}{% endblock %}

Components are macros: the design system's from `govuk_frontend_jinja/components/<name>/macro.html`, ours from
`components/<name>/macro.html` (chart_bars, data_table, error_summary, filters, status_tag).

    http.bind            a form, filled in after a POST
    govuk                the form renderer; and FieldOptions, FieldGroup, FilterForm beside it
    widgets              a date in three boxes
    pages.paginate       a long list, a page at a time
    charts.bar_chart     bars as plain data, drawn by chart_bars
    downloads.attachment a file to take away
    writing              how days, moments and numbers are written; also filters of the templates
    words                catalogues extracted, compiled at start, and the pseudo-language that finds forgotten words
    speaking             the library's sentences in the language of the page
"""
