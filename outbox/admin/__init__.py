"""Staff look after e-mails and the worker here. Ours replace post-office's own pages, which know no decisions."""

from django.contrib import admin
from post_office.admin import Attachment, Email, EmailTemplate, Log

from outbox.admin import duties, messages, texts

for model in (Attachment, Email, EmailTemplate, Log):
    if admin.site.is_registered(model):
        admin.site.unregister(model)

__all__ = ["duties", "messages", "texts"]
