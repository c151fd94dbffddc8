"""Wagtail's groups, derived from appointments: never a source of rights, only their shadow.

Wagtail asks groups what a person may see and edit in its desk. Each (organisation, role) has one group; it
may edit the sites of that organisation and of all below. Nobody's group may publish: publishing is what the
last stage of the review does. Membership follows the duties of today at every request of the desk
(`middleware`), so that a right ends with the appointment and not with the next synchronisation (P05).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from django.contrib.auth.models import Group, Permission
from django.db import transaction
from wagtail.models import Collection, GroupCollectionPermission, GroupPagePermission

from lianxin.foundation.accounts.models import Account
from lianxin.foundation.organisations.models import Organisation
from lianxin.foundation.organisations.queries import ancestors_of
from lianxin.kernel.actor import Actor

if TYPE_CHECKING:
    from .models import SitePage

#: verb -> page permissions of its groups
ROLES = {
    "portal.write": ("add_page", "change_page"),
    "portal.review": ("change_page",),
    "portal.issue": ("change_page",),
}
PAGE_RIGHTS = ("add_page", "change_page")
#: what editors may do with pictures and documents of their organisations; who reviews has to see them
MEDIA = ("add_image", "choose_image", "add_document", "choose_document")
SEEN = ("choose_image", "choose_document")
ENTRY = "access_admin"


def groups_of(actor: Actor) -> set[str]:
    """Names of the groups that the duties of today give."""
    return {f"{verb}@{d.organisation_id}" for d in actor.duties for verb in ROLES if verb in _verbs(d.post)}


def _verbs(post: str) -> frozenset[str]:
    from lianxin.kernel.actor import verbs_of

    return verbs_of(post)


def sync(account: Account, actor: Actor) -> None:
    """Make the account's groups those of its duties; one statement when nothing changed."""
    wanted = groups_of(actor)
    if set(account.groups.values_list("name", flat=True)) == wanted:
        return
    account.groups.set([_group(name) for name in sorted(wanted)])


@transaction.atomic
def _group(name: str) -> Group:
    """The group with its rights. Nobody meets it without them: neither whoever comes at the same moment nor after a crash."""
    group, fresh = Group.objects.get_or_create(name=name)
    if fresh:
        group.permissions.set(Permission.objects.filter(codename=ENTRY))
        _permit({group.pk: name})
    return group


def refresh() -> None:
    """After an organisation moved or a site ended: pages and shelves of all groups anew."""
    groups = dict(Group.objects.filter(name__contains="@").values_list("pk", "name"))
    GroupPagePermission.objects.filter(group__in=groups).delete()
    GroupCollectionPermission.objects.filter(group__in=groups).delete()
    _permit(groups)


def admit(site: SitePage) -> None:
    """After a site was founded: the groups of its organisation and of those above work on it."""
    assert site.organisation is not None
    above = Organisation.objects.filter(path__in=ancestors_of(site.organisation.path)).values_list("pk", flat=True)
    names = [f"{verb}@{pk}" for verb in ROLES for pk in above]
    groups = dict(Group.objects.filter(name__in=names).values_list("pk", "name"))
    GroupPagePermission.objects.filter(group__in=groups, page=site.page_ptr).delete()
    shelf = collection_of(site.organisation)
    GroupCollectionPermission.objects.filter(group__in=groups, collection=shelf).delete()
    _grant(groups, lambda _: ([site.pk], [shelf.pk]))


def _permit(groups: dict[int, str]) -> None:
    """Pages and shelves of groups that have none yet; as many statements whatever the number of sites."""
    from .models import SitePage

    orgs = {pk: (path, code) for pk, path, code in Organisation.objects.values_list("pk", "path", "code")}
    rows = SitePage.objects.filter(organisation__isnull=False)
    sites = [
        (page, orgs[org][0], org, state in (None, "open"))
        for page, org, state in rows.values_list("page_ptr_id", "organisation_id", "face__state")
    ]
    shelves = {name.rpartition("（")[2][:-1]: pk for name, pk in Collection.objects.values_list("name", "pk")}

    def reach(organisation: int) -> tuple[list[int], list[int]]:
        path = orgs[organisation][0]
        below = [row for row in sites if row[1].startswith(path)]
        codes = {orgs[organisation][1], *(orgs[row[2]][1] for row in below)}
        return [row[0] for row in below if row[3]], [shelves.get(code) or _shelf(code) for code in sorted(codes)]

    _grant({pk: name for pk, name in groups.items() if int(name.partition("@")[2]) in orgs}, reach)


def _shelf(code: str) -> int:
    return int(collection_of(Organisation.objects.get(code=code)).pk)


def _grant(groups: dict[int, str], reach: Callable[[int], tuple[list[int], list[int]]]) -> None:
    """Write the rows. reach: organisation -> (pages, shelves) of its groups."""
    rights = dict(Permission.objects.filter(codename__in=(*PAGE_RIGHTS, *MEDIA)).values_list("codename", "pk"))
    pages, shelves = [], []
    for pk, name in groups.items():
        verb, _, organisation = name.partition("@")
        if verb not in ROLES:
            continue
        on_pages, on_shelves = reach(int(organisation))
        media = MEDIA if verb == "portal.write" else SEEN
        pages += [
            GroupPagePermission(group_id=pk, page_id=page, permission_id=rights[right])
            for page in on_pages
            for right in ROLES[verb]
        ]
        shelves += [
            GroupCollectionPermission(group_id=pk, collection_id=shelf, permission_id=rights[right])
            for shelf in on_shelves
            for right in media
        ]
    GroupPagePermission.objects.bulk_create(pages, batch_size=500)
    GroupCollectionPermission.objects.bulk_create(shelves, batch_size=500)


def collection_of(organisation: Organisation) -> Collection:
    """The shelf of an organisation's pictures and documents; it is known by the code, names may change."""
    found = Collection.objects.filter(name__endswith=f"（{organisation.code}）").first()
    name = f"{organisation.short_name[:180]}（{organisation.code}）"
    return found or Collection.get_first_root_node().add_child(name=name)


def may_see(user: Account, name: str) -> bool:
    """Whether a file of the desk stands on a shelf from which the account may choose. Unknown files: no."""
    from wagtail.documents import get_document_model
    from wagtail.images import get_image_model
    from wagtail.permissions import policy_registry

    image, document = get_image_model(), get_document_model()
    found = (
        image.objects.filter(file=name).first()
        or image.objects.filter(renditions__file=name).first()
        or document.objects.filter(file=name).first()
    )
    if found is None:
        return False
    return bool(policy_registry.get_by_type(type(found)).user_has_permission_for_instance(user, "choose", found))
