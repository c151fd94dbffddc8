"""A roster of 100,000 rows through the worker, and the pages of the files when they are many.

    .venv/bin/python bench/rosters.py [--rows N] [--json]

Promises: looked through and imported in at most 90 s each on two processors, the request that brings it answers at
once; the roster, a file, the missing papers and the duplicates of the whole county in at most 150 ms a page (the median
of five, without the network), with all those people in it.
"""

from __future__ import annotations

import json
import sys
import tempfile
from pathlib import Path

import common

GOAL_SECONDS, GOAL_ROWS, GOAL_PAGE = 90.0, 100_000, 150.0
#: run inside the house; answers one JSON object on the last line
INSIDE = """
import io, json, resource, statistics, time
from datetime import date, timedelta
import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from lianxin.foundation.accounts import actions as accounts
from lianxin.foundation.accounts.models import Account, Person
from lianxin.foundation.organisations import actions as organisations
from lianxin.foundation.spine.bulk import look_again
from lianxin.kernel.actor import SYSTEM
from lianxin.kernel.identity import check_character
from lianxin.membership.dossiers.importing import background
from lianxin.membership.dossiers.models import Member, RosterRun
background.LARGE_BYTES = 1  # so that a small run goes the same way
day = date(2015, 7, 1)
def found(parent, n, kind):
    return organisations.found(actor=SYSTEM, parent=parent, name=f"某县第{n}组织", short_name=f"第{n}", kind=kind, code=f"Q{n}", on=day)
top = found(None, 0, "committee")
for n in range(1, 201):
    found(top, n, "branch")
person = Person.objects.create(nickname="组织员")
accounts.appoint(actor=SYSTEM, person=person, post="organiser", organisation=top, since=day)
client = Client(headers={"host": "localhost"})
client.force_login(Account.objects.create_account("organiser", None, person))
raw = io.BytesIO()
book = xlsxwriter.Workbook(raw, {"constant_memory": True})
sheet = book.add_worksheet()
sheet.write_row(0, 0, ("姓名", "身份证号", "所在党支部", "人员类别", "民族", "学历", "入党日期", "转正日期", "手机号", "工作单位"))
for n in range(ROWS):
    born = date(1940, 1, 1) + timedelta(days=n // 499 * 37 % 22000)
    first = f"999901{born:%Y%m%d}{n % 499 * 2 + 1:03}"
    joined = born + timedelta(days=8000)
    name = "赵钱孙李周吴郑王冯陈"[n % 10] + chr(0x4E00 + n % 3000) + chr(0x5200 + n % 877)
    sheet.write_row(n + 1, 0, (name, first + check_character(first), f"Q{n % 200 + 1}" if n % 1000 else "没有的支部", "正式党员", "汉族",
                               "大学本科毕业", str(joined), str(joined + timedelta(days=366)), "", "供水站"))
book.close()
data = raw.getvalue()
told = {"bytes": len(data)}
def clocked(name, call):
    began = time.monotonic()
    answer = call()
    told[name] = round(time.monotonic() - began, 2)
    return answer
url = clocked("request", lambda: client.post("/workbench/members/import/", {"file": SimpleUploadedFile("m.xlsx", data)}, HTTP_HOST="localhost")).headers["Location"]
clocked("check", lambda: background.work(RosterRun.objects.get(dry=True).pk))
told["preview"] = clocked("preview page", lambda: client.get(url)).status_code
client.post(url)
clocked("import", lambda: background.work(RosterRun.objects.get(dry=False).pk))
one = RosterRun.objects.get(dry=False)
told |= {"fresh": one.fresh, "files": Member.objects.unscoped("bench").count(), "megabytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024}
look_again()
pk = Member.objects.unscoped("bench").values_list("pk", flat=True).order_by("-pk")[0]
branch = Member.objects.unscoped("bench").get(pk=pk).organisation_id
pages = {"roster": "", "roster of a branch": f"?org={branch}", "by name": "?q=赵", "file": f"{pk}/", "missing papers": "papers/",
         "missing of a branch": f"papers/?org={branch}", "duplicates": "duplicates/"}
told["pages"] = {}
for name, path in pages.items():
    times = []
    for _ in range(6):
        began = time.monotonic()
        answer = client.get("/workbench/members/" + path)
        times.append((time.monotonic() - began) * 1000)
        assert answer.status_code == 200, (name, answer.status_code)
    told["pages"][name] = round(statistics.median(times[1:]), 1)
print(json.dumps(told))
"""


def main() -> int:
    """Bring a roster, import it, open the pages."""
    options = common.options(__doc__, rows=(GOAL_ROWS, "rows of the roster"))
    print(common.machine(), flush=True)
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder, "data")
        common.manage(data, "migrate", "--no-input", "-v0")
        common.manage(data, "setup")
        common.manage(data, "collectstatic", "--no-input", "-v0")
        said = common.manage(data, "shell", "-v0", "-c", INSIDE.replace("ROWS", str(options.rows)))
    told = json.loads(said.splitlines()[-1])
    common.table(["step", "seconds"], [[step, told[step]] for step in ("request", "check", "preview page", "import")])
    common.table(["page", "ms"], told["pages"].items())
    goal = GOAL_SECONDS * options.rows / GOAL_ROWS
    code = common.verdict({
        f"{options.rows} rows looked through in ≤ {goal:.0f} s": told["check"] <= goal,
        f"and imported in ≤ {goal:.0f} s": told["import"] <= goal,
        "the request does not wait for it": told["request"] < 2,
        "every good row is a file": told["fresh"] == told["files"] == options.rows - -(-options.rows // 1000),
        **{f"{page} ≤ {GOAL_PAGE:.0f} ms": ms <= GOAL_PAGE for page, ms in told["pages"].items()},
    })  # fmt: skip
    print(f"peak {told['megabytes']} MB, file {told['bytes'] // 1_000_000} MB")
    if options.json:
        print(json.dumps(told, ensure_ascii=False))
    return code


if __name__ == "__main__":
    sys.exit(main())
