"""Every address of the site: pages, admin, API."""

from django.contrib import admin
from django.urls import include, path

urlpatterns = [
    path("", include("cooperation.web.urls")),
    path("admin/", admin.site.urls),
    path("api/", include("config.api")),
]
