"""What other packages put into the admin and staff do not need there."""

from allauth.account import admin as accounts
from django.contrib import admin

# Addresses are not verified here; the one of an account stands on the account itself.
admin.site.unregister(accounts.EmailAddress)
