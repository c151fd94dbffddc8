"""What the desk pages of sites share."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from lianxin.foundation.accounts.desk import actor_of, blame, door, need, no_duty, number_of, to

at_desk = door(no_duty("管站点的同志"))


def form_page(request: HttpRequest, form: forms.Form, **context: Any) -> HttpResponse:
    """A form on a page of its own. context: title, button, back, and perhaps note."""
    status = 422 if request.method == "POST" else 200
    return render(request, "portal/sites/form.html", {"form": form, **context}, status=status)


__all__ = ["actor_of", "at_desk", "blame", "form_page", "need", "number_of", "to"]
