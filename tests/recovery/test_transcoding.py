"""A worker killed in the middle of a transcoding: taken up again, finished once, nothing half served (R004)."""

from __future__ import annotations

import signal
import subprocess
from pathlib import Path

import pytest

from tests.publicity.media.clips import needs_ffmpeg
from tests.recovery.children import Installation, until

pytestmark = [pytest.mark.slow, pytest.mark.enable_socket, needs_ffmpeg]
BRING = """
from datetime import date
from django.core.files.base import ContentFile
from lianxin.foundation.files.recordings import prepare_recording
from lianxin.foundation.organisations import actions as organisations
from lianxin.kernel.actor import SYSTEM
from lianxin.publicity.media import actions, tools
town = organisations.found(actor=SYSTEM, parent=None, name='柳河镇党委', short_name='柳河', kind='committee', code='QS01',
    on=date(2015, 7, 1), takes_letters=True)
kept = prepare_recording(ContentFile(open({path!r}, 'rb').read(), name='a.mp4'), megabytes=100)
facts = tools.Facts(8.0, 854, 480, True)
print(actions.bring(actor=SYSTEM, organisation=town, prepared=kept, facts=facts, title='慢慢转').pk)
"""
WORKER = "from lianxin.foundation.jobs import worker; worker.REAP_EVERY = 0.5; worker.Worker({id!r}, slow=True).loop()"
STATE = (
    "from lianxin.publicity.media.models import Recording; r = Recording.objects.unscoped('test').get();"
    "print(r.state, r.folder or '-', r.turn)"
)
#: the lease of a minute runs out without anybody waiting for it
MINUTE_LATER = (
    "from datetime import timedelta; from django.db.models import F; from lianxin.foundation.jobs.models import Job;"
    "print(Job.objects.filter(lease_until__isnull=False).update(lease_until=F('lease_until') - timedelta(seconds=61)))"
)
SERVED = (
    "from lianxin.publicity.media import folders, queries; r = queries.by_pk(1);"
    "print(bool(folders.find(1, r.folder, 'video.mp4')), bool(folders.find(1, r.folder, 'master.m3u8')))"
)


def transcoders() -> list[str]:
    """Command lines of every ffmpeg that runs on a file of this test."""
    found = []
    for path in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            words = path.read_bytes().decode(errors="replace").split("\0")
        except OSError:
            continue
        if words[0].endswith("ffmpeg"):
            found.append(" ".join(words))
    return found


def test_a_killed_transcoding_is_taken_up_and_finished_once(installation: Installation, tmp_path: Path) -> None:
    film = tmp_path / "film.mp4"
    noise = ["-f", "lavfi", "-i", "testsrc2=s=854x480:r=25:d=8", "-f", "lavfi", "-i", "sine=d=8"]
    subprocess.run(["ffmpeg", "-v", "error", *noise, "-preset", "ultrafast", str(film)], check=True)
    pk = installation.run(BRING.format(path=str(film))).strip()
    home = installation.folder / "files" / "recordings" / pk
    with installation.running(WORKER.format(id="first")) as worker:
        until(lambda: [p for p in home.glob("half-*/*.mp4") if p.stat().st_size > 10_000])
        worker.send_signal(signal.SIGKILL)
        worker.wait()
    until(lambda: not [line for line in transcoders() if str(home) in line], 10)
    assert installation.run(STATE).split() == ["working", "-", "1"]
    assert installation.run(SERVED).split() == ["False", "False"]
    assert installation.run(MINUTE_LATER).strip() == "1"
    with installation.running(WORKER.format(id="second")):
        until(lambda: any(not path.name.startswith("half-") for path in home.iterdir()), 240)
        # the folder has its name before the commit, and that of the killed attempt goes after it
        until(lambda: installation.run(STATE).split()[0] == "ready")
        until(lambda: not list(home.glob("half-*")))
    state, folder, turn = installation.run(STATE).split()
    assert (state, turn) == ("ready", "1")
    assert [path.name for path in home.iterdir()] == [folder]
    assert installation.run(SERVED).split() == ["True", "True"]
