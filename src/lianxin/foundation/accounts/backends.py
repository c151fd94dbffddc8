"""Sign-in by user name or phone."""

from __future__ import annotations

import re
from typing import Any

from django.contrib.auth.backends import BaseBackend
from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import Permission
from django.http import HttpRequest

from lianxin.foundation.spine.sealed import blind_index

from .models import Account


class NameOrPhoneBackend(BaseBackend):
    """Finds the account by its name, or by the blind index of the person's verified phone."""

    def authenticate(
        self, request: HttpRequest | None, username: str | None = None, password: str | None = None, **_: Any
    ) -> Account | None:
        if not username or password is None:
            return None
        account = self._find(username.strip())
        if account is None:
            make_password(password)  # as slow as for a real account, so that names cannot be probed
            return None
        return account if account.check_password(password) and account.is_active else None

    def _find(self, text: str) -> Account | None:
        accounts = Account.objects.select_related("person")
        found = accounts.filter(username=text).first()
        if found is None and re.fullmatch(r"[\d +-]{7,20}", text):
            index = blind_index(re.sub(r"\D", "", text))
            found = accounts.filter(person__phone_index=index, person__phone_verified_at__isnull=False).first()
        return found

    def get_group_permissions(self, user_obj: Any, obj: Any = None) -> set[str]:
        """What the groups allow in a library's own pages; never asked by ours."""
        if obj is not None or not user_obj.is_active:
            return set()
        rows = Permission.objects.filter(group__user=user_obj).values_list("content_type__app_label", "codename")
        return {f"{app}.{name}" for app, name in rows}

    def get_user(self, user_id: int) -> Account | None:
        try:
            found = Account.objects.select_related("person").get(pk=user_id)
        except Account.DoesNotExist:
            return None
        return found if found.is_active else None
