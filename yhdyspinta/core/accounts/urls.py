"""Addresses of signing in and out."""

from django.urls import path

from yhdyspinta.core.accounts import views

app_name = "accounts"

urlpatterns = [
    path("kirjaudu/", views.enter, name="enter"),
    path("kirjaudu/<str:token>/", views.link, name="link"),
    path("poistu/", views.leave, name="leave"),
    path("kutsu/<str:token>/", views.invited, name="invited"),
]
