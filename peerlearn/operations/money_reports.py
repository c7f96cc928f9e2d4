"""Money by day, week or month in the admin: on the page, as CSV and as XLSX."""

from collections.abc import Iterator
from datetime import date, timedelta
from io import BytesIO
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView
from openpyxl import Workbook
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from payments.queries.reports import FIGURES, INDIA, Report, Step, by_period
from peerlearn.common.clock import now
from peerlearn.common.spreadsheets import csv_lines

from .payouts import MoneyScreen

LONGEST = timedelta(days=3 * 366)
# Years at the ends of the calendar have no day before or after them.
EARLIEST, LATEST = date(2000, 1, 1), date(2999, 12, 31)
USUAL = timedelta(days=29)
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def _day() -> forms.DateField:
    return forms.DateField(widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))


class PeriodForm(forms.Form):
    """From which day to which, both included, in which steps."""

    first = _day()
    last = _day()
    step = forms.ChoiceField(label=gettext_lazy("By"), choices=Step.choices)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["first"].label, self.fields["last"].label = _("From"), _("To")

    def clean(self) -> dict[str, Any]:
        """Refuse a period that is upside down or very long."""
        data = super().clean() or {}
        first, last = data.get("first"), data.get("last")
        if first and last and last < first:
            self.add_error("last", _("It ends before it begins."))
        elif first and last and last - first > LONGEST:
            self.add_error("last", _("At most three years at once."))
        elif first and last and not EARLIEST <= first <= last <= LATEST:
            self.add_error("first", _("There are no books of that time."))
        return data


class MoneyReportView(MoneyScreen, WagtailAdminTemplateMixin, TemplateView):
    """What was taken, paid back, kept and paid out in a period; `format` csv or xlsx."""

    template_name = "operations/money/report.html"
    page_title = gettext_lazy("Money by period")
    header_icon = "list-ul"

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Return the way here."""
        return [*self.breadcrumbs_items, {"url": "", "label": self.get_page_title()}]

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Answer with the page or a file; a wrong period is told on the page."""
        form = PeriodForm({**_usual(), **request.GET.dict()})
        report = _report(form) if form.is_valid() else None
        if report is not None:
            name = "money-{first}-{last}-by-{step}".format(**form.cleaned_data)
            if request.GET.get("format") == "csv":
                return _csv(report, name)
            if request.GET.get("format") == "xlsx":
                return _xlsx(report, name)
        context = self.get_context_data(form=form, report=report, **_table(report))
        return self.render_to_response(context, status=200 if report else 400)


def _usual() -> dict[str, str]:
    today = now().astimezone(INDIA).date()
    return {"first": f"{today - USUAL}", "last": f"{today}", "step": Step.DAY.value}


def _report(form: PeriodForm) -> Report:
    data = form.cleaned_data
    return by_period(first=data["first"], last=data["last"], step=Step(data["step"]))


def _table(report: Report | None) -> dict[str, Any]:
    """Return what the template draws: headings, rows of paise, totals."""
    if report is None:
        return {}
    return {
        "headings": [figure[0] for figure in FIGURES.values()],
        "rows": [(line.begins, [line.sums[name] for name in FIGURES]) for line in report.lines],
        "totals": [report.total[name] for name in FIGURES],
    }


def _cells(report: Report) -> Iterator[list[Any]]:
    for line in report.lines:
        yield [line.begins, *(line.sums[name] for name in FIGURES)]
    yield ["total", *(report.total[name] for name in FIGURES)]


def _heads() -> list[str]:
    return ["begins", *(f"{name}_inr" for name in FIGURES)]


def _csv(report: Report, name: str) -> HttpResponse:
    rows = ([cells[0], *map(_rupees, cells[1:])] for cells in _cells(report))
    answer = HttpResponse(csv_lines(_heads(), rows), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return answer


def _rupees(paise: int) -> str:
    rupees, rest = divmod(abs(paise), 100)
    # A figure below zero keeps its sign: a quote before it would make it a word.
    return f"{'−' if paise < 0 else ''}{rupees}.{rest:02d}"


def _xlsx(report: Report, name: str) -> HttpResponse:
    book = Workbook(write_only=True)
    sheet = book.create_sheet("Money")
    sheet.append(_heads())
    for begins, *sums in _cells(report):
        day = begins if isinstance(begins, date) else str(begins)
        sheet.append([day, *(paise / 100 for paise in sums)])
    stored = BytesIO()
    book.save(stored)
    answer = HttpResponse(stored.getvalue(), content_type=XLSX)
    answer["Content-Disposition"] = f'attachment; filename="{name}.xlsx"'
    return answer
