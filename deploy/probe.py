"""Asks the web server of this machine whether it is ready; exits with 1 and its answer when it is not."""

import http.client
import os
import sys

port = os.environ.get("WEB_BIND", "127.0.0.1:8000").rpartition(":")[2]
host = os.environ.get("ALLOWED_HOSTS", "localhost").split(",")[0]
asked = http.client.HTTPConnection("127.0.0.1", int(port), timeout=5)
try:
    asked.request("GET", "/ready/", headers={"Host": host})
    answer = asked.getresponse()
    said = answer.read(1000).decode(errors="replace")
except (OSError, http.client.HTTPException) as problem:
    sys.exit(f"No answer ({type(problem).__name__})")
if answer.status != 200:
    sys.exit(f"{answer.status} {said}")
