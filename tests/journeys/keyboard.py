"""Journeys by keyboard alone: what Playwright would do with a mouse is done with Tab, arrows, Space, Enter and typing.

Everything that takes the focus must show it, so whoever is on the way is never lost.
"""

from collections.abc import Callable, Mapping
from typing import Any

import pytest
from playwright.sync_api import ElementHandle, Locator, Page

FARTHEST = 900
"""Presses of Tab to the farthest thing of a page; more is a trap."""
PRESSED = [0]
"""So many keys have been pressed."""
FOCUSABLE = "a[href], button, input, select, textarea, summary, [tabindex]"
CONTROL = f"""e => e.closest({FOCUSABLE!r}) || (e.closest('label') || {{}}).control || e"""
WHERE = """t => { const a = document.activeElement;
    if (a === t || (t.type === 'radio' && a.type === 'radio' && a.name === t.name && a.form === t.form)) return 'here';
    return a !== document.body && a.compareDocumentPosition(t) & Node.DOCUMENT_POSITION_PRECEDING ? 'before' : 'after'; }"""
SHOWN = """() => { const e = document.activeElement; return [e, e.nextElementSibling, e.parentElement, (e.labels || [])[0]].some(x => { if (!x) return false;
    const s = getComputedStyle(x); return (s.outlineStyle !== 'none' && parseFloat(s.outlineWidth) > 0) || s.boxShadow !== 'none'; })
    || (!!e.closest('svg') && [...e.querySelectorAll('*')].some(x => parseFloat(getComputedStyle(x).strokeWidth) >= 3)); }"""
"""A ring around the control, its label or what stands beside a hidden one; a shape of a map gets a wide line."""
KIND = "e => e.tagName === 'INPUT' ? e.type : e.tagName.toLowerCase()"
STEPS = """([e, value, label]) => { const at = [...e.options].findIndex(o => label ? o.label === label || o.text.trim() === label : o.value === value);
    return at < 0 ? null : at - e.selectedIndex; }"""


def key(page: Page, name: str, times: int = 1) -> None:
    """Presses a key."""
    for _ in range(times):
        page.keyboard.press(name)
    PRESSED[0] += times


def reach(at: Locator) -> ElementHandle:
    """The control of a locator, with the focus on it (of radio buttons, on one of the group). Fails where Tab does not lead."""
    at.wait_for(state="attached")
    control = at.evaluate_handle(CONTROL).as_element()
    assert control is not None
    for _ in range(FARTHEST):
        where = control.evaluate(WHERE)
        if where == "here":
            assert at.page.evaluate(SHOWN), f"{at} does not show that it has the focus"
            return control
        key(at.page, "Shift+Tab" if where == "before" else "Tab")
    raise AssertionError(f"Tab does not lead to {at}")


def _click(at: Locator, **_: Any) -> None:
    control = reach(at)
    kind = control.evaluate(KIND)
    if kind == "radio":
        _point(at, control)
    elif kind == "checkbox":
        key(at.page, "Space")
    else:
        _press(at, "Enter")


def _point(at: Locator, control: ElementHandle) -> None:
    """Arrows walk a group of radio buttons; where none is chosen Space takes the one that has the focus."""
    if control.evaluate("e => e === document.activeElement"):
        key(at.page, "Space")
    for _ in range(40):
        if control.is_checked():
            return
        key(at.page, "ArrowDown")
    raise AssertionError(f"arrows do not lead to {at}")


def _check(at: Locator, **_: Any) -> None:
    if not at.is_checked():
        _click(at)


def _uncheck(at: Locator, **_: Any) -> None:
    if at.is_checked():
        _click(at)


def _fill(at: Locator, value: str, **_: Any) -> None:
    control = reach(at)
    kind = control.evaluate(KIND)
    if kind == "date":
        return _day(at.page, control, value)
    if kind == "time":
        key(at.page, "ArrowLeft", 2)
    else:
        key(at.page, "Control+A")
        key(at.page, "Delete")
    at.page.keyboard.type(value.replace(":", "") if kind == "time" else value)
    PRESSED[0] += len(value)
    return None


def _day(page: Page, control: ElementHandle, value: str) -> None:
    """In the order that the browser's own field has."""
    year, month, day = value.split("-")
    for order in (day + month + year, month + day + year):
        key(page, "ArrowLeft", 3)
        page.keyboard.type(order)
        PRESSED[0] += len(order)
        if control.input_value() == value:
            return
    raise AssertionError(f"a date field took {control.input_value()!r} for {value!r}")


def _select(at: Locator, value: str | None = None, *, index: int | None = None, label: str | None = None, **_: Any) -> list[str]:  # fmt: skip
    control = reach(at)
    steps = index - control.evaluate("e => e.selectedIndex") if index is not None else at.page.evaluate(STEPS, [control, value, label])  # fmt: skip
    assert steps is not None, f"{at} has no {value or label!r}"
    key(at.page, "ArrowDown" if steps > 0 else "ArrowUp", abs(steps))
    return [control.input_value()]


def _press(at: Locator, name: str, **_: Any) -> None:
    """As a key of the keyboard does, and with it waits for the page that it leads to."""
    reach(at)
    PRESS(at.page.locator(":focus"), name)
    PRESSED[0] += 1


def _focus(at: Locator, **_: Any) -> None:
    reach(at)


PRESS = Locator.press
HANDS: Mapping[str, Callable[..., Any]] = {
    "click": _click, "check": _check, "uncheck": _uncheck, "fill": _fill, "select_option": _select, "press": _press, "focus": _focus,
}  # fmt: skip


def only(patch: pytest.MonkeyPatch) -> None:
    """From here on nobody has a mouse."""
    for name, hand in HANDS.items():
        patch.setattr(Locator, name, hand)
