"""The addresses of the public pages."""

from django.urls import path

from cooperation.web import views

urlpatterns = [
    path("", views.HomeView.as_view(), name="home"),
    path(
        "partnerships/<str:code>/<str:other>/", views.PartnershipView.as_view(), name="partnership"
    ),
]
