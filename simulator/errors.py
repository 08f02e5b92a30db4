"""What Telegram answers instead of a result.

The texts are those of the real server (tdlib/telegram-bot-api); where its source is closed, those that
public issue threads quote. A text of ours says "simulator" in it, so nobody mistakes it for Telegram's.
"""

from __future__ import annotations

from typing import Any

PREFIXES = {
    400: "Bad Request",
    401: "Unauthorized",
    403: "Forbidden",
    404: "Not Found",
    409: "Conflict",
    413: "Request Entity Too Large",
    429: "Too Many Requests",
    500: "Internal Server Error",
    501: "Not Implemented",
}


class ApiError(Exception):
    """A refusal: becomes `{"ok": false, "error_code", "description", "parameters"}`."""

    def __init__(self, code: int, text: str = "", **parameters: int) -> None:
        self.code = code
        self.description = described(code, text)
        self.parameters = parameters
        super().__init__(self.description)

    def body(self) -> dict[str, Any]:
        """The JSON object the bot reads."""
        body: dict[str, Any] = {"ok": False, "error_code": self.code, "description": self.description}
        if self.parameters:
            body["parameters"] = self.parameters
        return body


def described(code: int, text: str) -> str:
    """Prefix by code, then the text with a lowered first letter, unless it shouts (`BUTTON_DATA_INVALID`)."""
    prefix = PREFIXES.get(code, "Bad Request")
    if not text or text == prefix:
        return prefix
    shouts = len(text) > 1 and (text[1] == "_" or text[1].isupper())
    return f"{prefix}: {text if shouts else text[0].lower() + text[1:]}"


def bad_request(text: str, **parameters: int) -> ApiError:
    """400."""
    return ApiError(400, text, **parameters)


def forbidden(text: str) -> ApiError:
    """403: the chat exists and does not want us."""
    return ApiError(403, text)


def conflict(text: str) -> ApiError:
    """409: two who receive."""
    return ApiError(409, text)


def too_many_requests(retry_after: int) -> ApiError:
    """429, with the seconds to wait both in words and in `parameters`."""
    return ApiError(429, f"retry after {retry_after}", retry_after=retry_after)
