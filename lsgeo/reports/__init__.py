"""What a command found, as a page to read, print and pass on."""

from lsgeo.reports.page import FileReport, Finding, html_report

__all__ = ["FileReport", "Finding", "html_report"]
