"""Writes .env with random keys for a machine of one's own. Never overwrites."""

import base64
import secrets
from pathlib import Path

target = Path(__file__).resolve().parent.parent / ".env"
if not target.exists():
    target.write_text(
        "\n".join(
            [
                "# Keys of this machine. Losing FIELD_KEYS or INDEX_KEY loses the encrypted fields.",
                f"SECRET_KEY={secrets.token_urlsafe(48)}",
                f"FIELD_KEYS={base64.b64encode(secrets.token_bytes(32)).decode()}",
                f"INDEX_KEY={secrets.token_urlsafe(32)}",
                "HTTPS=off",
                "",
            ]
        )
    )
    target.chmod(0o600)
    print("Wrote .env with random keys.")
