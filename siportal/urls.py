"""Every address of the portal: language-free ones first, then the pages under a language."""

from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.urls import include, path

from events.views import feeds as event_feeds
from outbox import views as mailbox
from siportal import about, discovery, health, home, media
from spotlight import feeds

urlpatterns = [
    path("healthz", health.alive, name="healthz"),
    path("healthz/ready", health.ready, name="healthz-ready"),
    path("robots.txt", discovery.robots, name="robots"),
    path("favicon.ico", discovery.Favicon.as_view(), name="favicon"),
    path(".well-known/security.txt", discovery.security_txt, name="security-txt"),
    path("sitemap.xml", discovery.sitemap, name="sitemap"),
    path("sitemap-pages.xml", discovery.sitemap_pages, name="sitemap-pages"),
    path("sitemap-<slug:section>-<int:block>.xml", discovery.sitemap_block, name="sitemap-block"),
    path("feeds/stories.atom", feeds.stories, name="feed-stories"),
    path("feeds/events.atom", event_feeds.atom, name="feed-events"),
    path("feeds/events.ics", event_feeds.calendar, name="feed-events-ics"),
    path("events/<slug:slug>.ics", event_feeds.event_file, name="ics"),
    path("media/pictures/<uuid:key>/<int:width>.<slug:ending>", media.picture, name="picture"),
    path("media/files/<uuid:key>/<str:name>", media.event_file, name="event-file"),
    path("outbox/", mailbox.mails, name="outbox"),
    path("outbox/<str:name>/", mailbox.mail, name="outbox-mail"),
    path("admin/", admin.site.urls),
    path("staff/", include("siportal.staff_urls")),
    *i18n_patterns(
        path("", home.home, name="home"),
        path("", include("projects.urls")),
        path("", include("spotlight.urls")),
        path("", include("centres.urls")),
        path("", include("events.urls")),
        path("about/data/", about.Data.as_view(), name="about-data"),
        path("about/accessibility/", about.Accessibility.as_view(), name="about-accessibility"),
        path("about/privacy/", about.Privacy.as_view(), name="about-privacy"),
        path("about/imprint/", about.Imprint.as_view(), name="about-imprint"),
    ),
]

if settings.DEBUG:
    urlpatterns.append(path("styleguide/", include("siportal.styleguide")))

handler400 = "siportal.errors.bad_request"
handler403 = "siportal.errors.permission_denied"
handler404 = "siportal.errors.not_found"
handler500 = "siportal.errors.server_error"
