"""The signature of a webhook, as Standard Webhooks 1.0 asks. Plain Python.

The secret is made from the installation's own key and the hook's id: nothing that opens anything is stored.
"""

import base64
import hashlib
import hmac

PREFIX = "whsec_"


def secret_of(house_key: str, hook: str) -> str:
    """What the receiver checks signatures with: "whsec_" and 32 bytes in base64."""
    made = hmac.new(house_key.encode(), f"webhook:{hook}".encode(), hashlib.sha256).digest()
    return PREFIX + base64.b64encode(made).decode()


def headers(secret: str, message: str, at: int, body: bytes) -> dict[str, str]:
    """The three headers of a message. `at`: seconds since 1970; `message`: the same at every try."""
    key = base64.b64decode(secret.removeprefix(PREFIX))
    signed = hmac.new(key, f"{message}.{at}.".encode() + body, hashlib.sha256).digest()
    return {
        "webhook-id": message,
        "webhook-timestamp": str(at),
        "webhook-signature": f"v1,{base64.b64encode(signed).decode()}",
    }
