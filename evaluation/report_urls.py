"""Addresses under /campaigns/<id>/report/: what a campaign's ratings say."""

from __future__ import annotations

from django.urls import path

from evaluation.views import report

urlpatterns = [
    path("", report.campaign_report, name="campaign-report"),
    path("items/<int:number>/", report.item_report, name="campaign-report-item"),
]
