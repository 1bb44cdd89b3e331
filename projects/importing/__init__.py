"""Importing projects from CSV and XLSX files."""

from projects.importing.loading import Options, import_projects
from projects.importing.messages import FileRefused, Message, Report

__all__ = ["FileRefused", "Message", "Options", "Report", "import_projects"]
