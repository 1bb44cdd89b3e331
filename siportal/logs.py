"""Log lines: JSON in production, readable text elsewhere; one event is always one line, without personal data.

Addresses of visitors, user names, form contents and search words never reach a log line: paths are logged without
their query string, and of an exception only its type and where it happened, because its text may quote input.
"""

import logging
import re
import sys
import traceback
from typing import Any

import structlog
from structlog.typing import EventDict, WrappedLogger

# Django attaches these objects to its records; they hold everything a visitor sent.
_NEVER = ("request", "status_code", "server_time", "stack_info", "params", "sql")
_LONGEST = 2000
_TOKEN = re.compile(r"[\w-]{20,}(?::|%3A)[\w-]{5,8}(?::|%3A)[\w-]+", re.IGNORECASE)
"""A personal link's token: whoever reads a log must not be able to follow the link."""


def without_personal_data(_: WrappedLogger, __: str, event: EventDict) -> EventDict:
    """Replace the request by its method and path; drop what else may hold input."""
    record = event.get("_record")
    if isinstance(record, logging.LogRecord):
        request = getattr(record, "request", None)
        if request is not None and hasattr(request, "path"):
            event["method"] = request.method
            event["path"] = request.path
        if (status := getattr(record, "status_code", None)) is not None:
            event["status"] = status
        if record.name == "django.request":
            event["event"] = {404: "Not found", 405: "Method not allowed"}.get(status or 0, "Request failed")
        elif record.name.startswith("django.security"):
            event["event"] = f"Refused: {record.name.removeprefix('django.security.')}"
    for name in _NEVER:
        event.pop(name, None)
    return event


def without_tokens(_: WrappedLogger, __: str, event: EventDict) -> EventDict:
    """Replace the tokens of personal links, which stand in addresses, wherever text quotes one."""
    for name, value in event.items():
        if isinstance(value, str) and name not in ("_record", "timestamp") and len(value) > 30:
            event[name] = _TOKEN.sub("…", value)
    return event


def error_by_kind(_: WrappedLogger, __: str, event: EventDict) -> EventDict:
    """Replace the exception of an event, however it was passed, by what `describe` says of it."""
    given = event.pop("exc_info", None)
    if given is True:
        given = sys.exc_info()
    error = given[1] if isinstance(given, tuple) else given
    if isinstance(error, BaseException):
        event.update(describe(error))
    return event


def describe(error: BaseException) -> dict[str, Any]:
    """The type of an exception and the frames it passed, innermost last; never its text."""
    frames = traceback.extract_tb(error.__traceback__)
    return {
        "error": f"{type(error).__module__}.{type(error).__qualname__}",
        "where": " > ".join(
            f"{frame.filename.rsplit('/', 2)[-1]}:{frame.lineno} {frame.name}" for frame in frames[-8:]
        ),
    }


def one_line(_: WrappedLogger, __: str, event: EventDict) -> EventDict:
    """Escape line ends and other control characters, so that input cannot forge a line; cut what is endless."""
    for name, value in event.items():
        if isinstance(value, str) and name != "_record":
            cut = value if len(value) <= _LONGEST else f"{value[:_LONGEST]}…"
            event[name] = "".join(
                char if char.isprintable() else char.encode("unicode_escape").decode("ascii") for char in cut
            )
    return event


def configuration(json: bool, level: str) -> dict[str, Any]:
    """The LOGGING setting. Uncaught text of libraries passes the same processors as our own events."""
    before: list[Any] = [
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        error_by_kind,
        without_personal_data,
        without_tokens,
        one_line,
    ]
    after = structlog.processors.JSONRenderer(ensure_ascii=False) if json else _plain
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {
            "structured": {
                "()": structlog.stdlib.ProcessorFormatter,
                "foreign_pre_chain": before,
                "processors": [structlog.stdlib.ProcessorFormatter.remove_processors_meta, after],
            },
        },
        "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "structured"}},
        "root": {"handlers": ["stderr"], "level": level},
        "loggers": {
            "django": {"handlers": ["stderr"], "level": level, "propagate": False},
            "django.server": {"handlers": ["stderr"], "level": "WARNING", "propagate": False},
            "post_office": {"handlers": ["stderr"], "level": "ERROR", "propagate": False},
        },
    }


def configure_structlog() -> None:
    """Events of our own code (`structlog.get_logger(__name__).info("Published", project=7)`) take the same way out."""
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            structlog.stdlib.add_log_level,
            structlog.stdlib.add_logger_name,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            error_by_kind,
            without_tokens,
            one_line,
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=False,
    )


def _plain(_: WrappedLogger, __: str, event: EventDict) -> str:
    rest = " ".join(f"{name}={value}" for name, value in event.items() if name not in ("timestamp", "level", "event"))
    return f"{str(event.get('level', '')).upper():7} {event.get('event', '')}  {rest}".rstrip()
