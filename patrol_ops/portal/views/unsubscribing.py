"""Where the link of a mail leads: no more of these, without signing in."""

from django.http import HttpResponse
from django.views.decorators.csrf import csrf_exempt

from patrol_ops.core import clock
from patrol_ops.core.channels import links, own
from patrol_ops.core.html import Request, answering_refusals, page
from patrol_ops.core.public import public_form
from patrol_ops.core.refusals import NotPermitted


@csrf_exempt  # a mail program asks by one POST (RFC 8058); the link itself proves that it may, and it only turns off
@public_form
@answering_refusals
def unsubscribe_channel(request: Request, unsubscribe_token: str) -> HttpResponse:
    """A page that asks first: programs that look into mails follow links, and must turn nothing off by that."""
    request.POST  # noqa: B018  # read first: whatever is too large turns nothing off
    if links.channel_of(unsubscribe_token) is None:
        raise NotPermitted
    if request.method == "POST":
        own.unsubscribe_channel(actor=request.actor, token=unsubscribe_token, at=clock.now())
    context = {"token": unsubscribe_token, "off": request.method == "POST"}
    return page(request, "portal/unsubscribe_channel.html", context)
