"""The addresses of the public pages."""

from django.urls import path

from cooperation.web import views
from cooperation.web.use import UseView

urlpatterns = [
    path("", views.HomeView.as_view(), name="home"),
    path("use/", UseView.as_view(), name="use"),
    path(
        "partnerships/<str:code>/<str:other>/", views.PartnershipView.as_view(), name="partnership"
    ),
]
