"""What tests say of refusals."""

from typing import Any

import pytest

from yhdyspinta.core.common.verdict import Refused


def refused(code: str) -> Any:
    """Raises Refused with a code."""
    return pytest.raises(Refused, match=f"^{code}$")
