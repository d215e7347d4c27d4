"""Somebody at a browser."""

import re

from django.utils import translation
from playwright.sync_api import Locator, Page


class Person:
    """Somebody at a browser, in a language; every press and every field that they fill is counted."""

    def __init__(self, page: Page, lang: str) -> None:
        self.page, self.lang, self.acts = page, lang, 0

    def says(self, text: str) -> str:
        """A text of the product in the person's language."""
        with translation.override(self.lang):
            return translation.gettext(text)

    def enter(self, link: str) -> None:
        """By a one-time link."""
        self.page.goto(link.replace("/fi/", f"/{self.lang}/"))
        self.press("Sign in")

    def press(self, text: str, *, role: str = "button") -> None:
        """A button or a link by its words; the next page has come when it returns."""
        self.acts += 1
        with self.page.expect_navigation():
            self.page.get_by_role(role, name=self.says(text)).first.click()  # type: ignore[arg-type]  # a role

    def fill(self, label: str, value: str) -> None:
        """A field by its label."""
        self.acts += 1
        self._field(label).fill(value)

    def pick(self, label: str, value: str) -> None:
        """A choice of a list."""
        self.acts += 1
        self._field(label).select_option(value)

    def _field(self, label: str) -> Locator:
        """By the beginning of its label: what need not be filled says so after it."""
        return self.page.get_by_label(re.compile("^" + re.escape(self.says(label)))).first
