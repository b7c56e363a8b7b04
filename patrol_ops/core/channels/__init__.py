"""Telling people outside the product: by mail, WeCom, DingTalk and text message, once they wish it.

``own`` a person's addresses and wishes · ``sending`` what is on its way · ``senders`` one way out a kind · ``texts``
what is said there · ``rules`` when, and what an address is. The inbox keeps every duty: all of this may be turned off.
"""
