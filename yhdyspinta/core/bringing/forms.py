"""The form of a file."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from yhdyspinta.core.bringing.kinds import Kind
from yhdyspinta.core.common.texts import sort_key
from yhdyspinta.core.registry.atlas import Area
from yhdyspinta.core.ui.fields import choose


class FileForm(forms.Form):
    """What is brought, to which region, from which file."""

    kind = forms.ChoiceField(label=_("What do you bring?"))
    region = forms.ChoiceField(label=_("Region"))
    file = forms.FileField(
        label=_("Spreadsheet"),
        help_text=_("Excel (.xlsx), OpenDocument (.ods) or CSV. Nothing is saved before you have looked it through."),
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx,.ods,.csv"}),
    )

    def __init__(
        self, data: Any, files: Any, *, kinds: Mapping[str, Kind], areas: Iterable[Area], lang: str, initial: Any
    ) -> None:
        super().__init__(data, files, initial=initial)
        choose(self, kind=[(code, str(k.label)) for code, k in kinds.items()])
        choose(self, region=sorted(((a.slug, a.name.get(lang)) for a in areas), key=lambda r: sort_key(r[1])))
