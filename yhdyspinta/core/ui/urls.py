"""Address of the gallery."""

from django.urls import path

from yhdyspinta.core.ui import gallery

app_name = "ui"

urlpatterns = [path("ui/", gallery.gallery, name="gallery")]
