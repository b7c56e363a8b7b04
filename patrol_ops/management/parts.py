"""The processes of the product, as they are started: what deploy/ and the tests say is held against this."""

WEB = "gunicorn --config python:patrol_ops.management.serving patrol_ops.wsgi"
WORKER = (
    "celery -A patrol_ops.celery worker --pool threads --concurrency 8 --loglevel INFO"
    " --without-gossip --without-mingle"
)
# Exactly one of these: two clocks double nothing, but do everything twice.
BEAT = "celery -A patrol_ops.celery beat --schedule var/clock/beat --loglevel INFO"
# All of them on one machine, watched over and started again.
UP = "python manage.py up --bind 127.0.0.1:8000"

PARTS = {"web": WEB, "worker": WORKER, "beat": BEAT}
