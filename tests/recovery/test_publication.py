"""A worker killed while an item goes out on its day (R113): nothing half published, taken up again, published once."""

from __future__ import annotations

import signal

import pytest

from tests.recovery.children import Installation, until

pytestmark = [pytest.mark.slow, pytest.mark.enable_socket]
WRITE = """
from datetime import date
from django.utils import timezone
from wagtail.models import Revision
from lianxin.foundation.organisations import actions as organisations
from lianxin.kernel.actor import SYSTEM
from lianxin.publicity.portal.models import ArticlePage, ColumnPage
from lianxin.publicity.portal.sites.founding import Design, found_site
town = organisations.found(actor=SYSTEM, parent=None, name='柳河镇党委', short_name='柳河', kind='committee', code='QS01',
    on=date(2015, 7, 1))
found_site(actor=SYSTEM, organisation=town, design=Design('town'))
place = ColumnPage.objects.get(code='news')
page = ArticlePage(title='夜里签发的一条', form='short', source='镇党委', live=False, locale=place.locale,
    body=[('text', '<p>正文</p>')])
place.add_child(instance=page)
page.save_revision()
Revision.page_revisions.filter(object_id=str(page.pk)).update(approved_go_live_at=timezone.now())
"""
#: the page is live and in the search, the transaction still open
HANGS = """
import time
from lianxin.publicity.portal import actions, scheduling
from tests.recovery.jobs_to_kill import tell
whole = actions.put_many
def put_many(entries):
    made = whole(entries)
    tell('put')
    time.sleep(600)
    return made
actions.put_many = put_many
scheduling.publish_due()
"""
PUBLISH = "from lianxin.publicity.portal import scheduling; print(scheduling.publish_due())"
STATE = (
    "from lianxin.foundation.audit.models import AuditLine; from lianxin.foundation.search.queries import find;"
    "from lianxin.publicity.portal.models import ArticlePage; from wagtail.models import Revision;"
    "print(ArticlePage.objects.filter(live=True).count(), find('夜里签发').total,"
    " AuditLine.objects.unscoped('test').filter(code='portal.publish').count(),"
    " Revision.page_revisions.filter(approved_go_live_at__isnull=False).count())"
)


def test_a_killed_publication_leaves_nothing_and_is_done_once(installation: Installation) -> None:
    installation.run(WRITE)
    with installation.running(HANGS) as worker:
        until(lambda: installation.events() == ["put"])
        worker.send_signal(signal.SIGKILL)
        worker.wait()
    assert installation.run(STATE).split() == ["0", "0", "0", "1"]
    assert [installation.run(PUBLISH).strip() for _ in range(2)] == ["1", "0"]
    assert installation.run(STATE).split() == ["1", "1", "1", "0"]
