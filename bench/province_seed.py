"""A province for `province.py`: organisations and members by SQL inside PostgreSQL, everything drawn from a number.

Names are made of a surname and one or two characters, the frequent ones more often, so that a search has rare and
frequent answers; nobody real stands in it. Rows first, indexes and foreign keys afterwards.
"""

from __future__ import annotations

import time
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

#: the frequent ones first; a name takes the n-th about as often as 1/(n + 3)
SURNAMES = (
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔"
    "白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文"
)
GIVEN = (
    "明华国建文志海平军伟强永春光玉红秀英兰芳丽娟敏静燕霞桂梅荣福德成林生祥顺利民安宁和学勤俭俊杰浩宇子涵雨欣怡佳慧颖雪晨阳晓东西南北松柏竹菊莲荷"
    "山川河江云雷风雨雪霜星月日辉煌远方长青树根苗田野金银铜铁石玉珠宝琴棋书画诗词歌舞信义仁礼智勇忠孝廉正直清白坚定恒心胜凯旋飞鹏鹤雁龙虎马牛"
)
WORK = (
    "教师",
    "退休教师",
    "村民",
    "公交司机",
    "乡镇干部",
    "个体经营",
    "在校大学生",
    "部门经理",
    "工程师",
    "医生",
    "护士",
    "会计",
)
STEP = 4
DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
#: members of a branch, more or less
EACH = 50


def path(*numbers: int) -> str:
    """The materialised path of the n-th child of the n-th child (from 1)."""
    parts = []
    for number in numbers:
        text = ""
        left = number
        while left:
            left, at = divmod(left, 36)
            text = DIGITS[at] + text
        parts.append(text.rjust(STEP, "0"))
    return "".join(parts)


def tree(total: int) -> list[tuple[int, str, int, int, str, str]]:
    """(key, path, depth, children, kind, name) of ten cities with their counties, towns and branches."""
    counties = max(1, total // 10_000)
    towns = min(20, max(1, total // (10 * counties * EACH)))
    above = 1 + 10 + 10 * counties + 10 * counties * towns
    branches = total - above
    rows: list[tuple[int, str, int, int, str, str]] = [(1, path(1), 1, 10, "committee", "某省委员会")]
    ends: list[tuple[int, ...]] = []
    for city in range(1, 11):
        rows.append((len(rows) + 1, path(1, city), 2, counties, "committee", f"第{city}市委员会"))
        for county in range(1, counties + 1):
            rows.append((len(rows) + 1, path(1, city, county), 3, towns, "committee", f"第{city}市第{county}县委员会"))
            ends += [(1, city, county, town) for town in range(1, towns + 1)]
    each, rest = divmod(branches, len(ends))
    for at, end in enumerate(ends):
        many = each + (at < rest)
        rows.append((len(rows) + 1, path(*end), 4, many, "committee", f"{'-'.join(map(str, end[1:]))}镇委员会"))
        for n in range(1, many + 1):
            rows.append((len(rows) + 1, path(*end, n), 5, 0, "branch", f"{'-'.join(map(str, end[1:]))}镇第{n}党支部"))
    return rows


def seed(members: int) -> dict[str, float]:
    """Fill an empty, migrated database; answers seconds by part."""
    took: dict[str, float] = {}
    for name, work in (
        ("organisations", _organisations),
        ("members", _members),
        ("indexes", _indexes),
        ("figures", _figures),
    ):
        begun = time.monotonic()
        work(members)
        took[name] = round(time.monotonic() - begun, 1)
    return took


def run(statement: str, *values: Any) -> None:
    """One statement."""
    with connection.cursor() as cursor:
        cursor.execute(statement, values or None)


def _organisations(members: int) -> None:
    with (
        connection.cursor() as cursor,
        cursor.copy(
            "COPY organisations_organisation (id, path, depth, numchild, kind, name, short_name, code, region_code, contact_phone, "
            "address, takes_letters, approves_members, revision) FROM STDIN"
        ) as copy,
    ):
        for key, where, depth, children, kind, name in tree(members // EACH):
            copy.write_row(
                (key, where, depth, children, kind, name, name[-40:], f"P{key:06}", "", "", "", False, True, 0)
            )
    run(
        "SELECT setval(pg_get_serial_sequence('organisations_organisation', 'id'), (SELECT max(id) FROM organisations_organisation))"
    )


def _weighted(signs: str, slots: int) -> list[str]:
    weights = [1 / (at + 3) for at in range(len(signs))]
    whole = sum(weights)
    return [
        sign for sign, weight in zip(signs, weights, strict=True) for _ in range(max(1, round(slots * weight / whole)))
    ]


def _names() -> None:
    """Temporary tables of characters with their readings."""
    from lianxin.membership.dossiers.names import spelled

    for name, signs in (("surname", _weighted(SURNAMES, 2000)), ("given", _weighted(GIVEN, 2000))):
        # as the first character of a name or not: surnames are read in their own way
        read = [
            spelled(sign)[0] if name == "surname" else spelled(f"王{sign}")[0].removeprefix("wang") for sign in signs
        ]
        run(f"CREATE TEMPORARY TABLE {name} (n int PRIMARY KEY, sign text, reading text)")
        with connection.cursor() as cursor:
            cursor.executemany(
                f"INSERT INTO {name} VALUES (%s, %s, %s)",
                [(n, *row) for n, row in enumerate(zip(signs, read, strict=True))],
            )
    run(
        "CREATE TEMPORARY TABLE homes AS SELECT row_number() OVER (ORDER BY path) - 1 AS n, id FROM organisations_organisation WHERE kind = 'branch'"
    )
    run("CREATE UNIQUE INDEX ON homes (n)")
    run("ANALYZE")


#: h(k): the k-th number drawn for a member, from 0 to 2^31 - 1
PEOPLE = """
INSERT INTO accounts_person (id, name, nickname, phone, phone_index, email, identity_number, identity_index, created_at)
SELECT n, '', '同志', '', md5('p' || n), '', '', md5('i' || n), %s FROM generate_series(%s::bigint, %s) n
"""
MEMBERS = """
INSERT INTO dossiers_member (id, person_id, organisation_id, name, pinyin, initials, stage, standing, sex, ethnicity, born,
    education, joined_on, full_since, occupation, work_unit, revision, created_at)
SELECT d.n, d.n, homes.id, s.sign || a.sign || coalesce(b.sign, ''), s.reading || a.reading || coalesce(b.reading, ''),
    left(s.reading, 1) || left(a.reading, 1) || coalesce(left(b.reading, 1), ''), d.stage,
    CASE WHEN d.h6 %% 50 = 0 THEN 'moved' ELSE 'active' END, CASE WHEN d.h7 %% 10 < 3 THEN '2' ELSE '1' END,
    CASE WHEN d.h8 %% 13 = 0 THEN lpad((d.h8 %% 55 + 2)::text, 2, '0') ELSE '01' END, d.born,
    (ARRAY['11','21','21','31','31','41','61','71','81'])[d.h9 %% 9 + 1],
    CASE WHEN d.stage IN ('member', 'probationary') THEN least(d.born + 7300 + d.h10 %% 9000, d.today - CASE d.stage WHEN 'member' THEN 400 ELSE 30 END) END,
    CASE WHEN d.stage = 'member' THEN least(d.born + 7300 + d.h10 %% 9000, d.today - 400) + 366 END,
    (%s::text[])[d.h11 %% %s + 1] || CASE WHEN d.h11 %% 3 = 0 THEN '' ELSE (d.h11 %% 40)::text END, '', 0, %s
FROM (
    SELECT n, date '2026-11-27' AS today, abs(hashint8(n * 11 + 1)) AS h1, abs(hashint8(n * 11 + 2)) AS h2, abs(hashint8(n * 11 + 3)) AS h3,
        abs(hashint8(n * 11 + 4)) AS h4, abs(hashint8(n * 11 + 6)) AS h6, abs(hashint8(n * 11 + 7)) AS h7, abs(hashint8(n * 11 + 8)) AS h8,
        abs(hashint8(n * 11 + 9)) AS h9, abs(hashint8(n * 11 + 10)) AS h10, abs(hashint8(n * 11 + 11)) AS h11,
        date '1935-01-01' + (abs(hashint8(n * 11 + 5)) %% 26000) AS born,
        (ARRAY['applicant','activist','candidate','probationary','member'])[CASE WHEN abs(hashint8(n * 13)) %% 100 < 93 THEN 5
            ELSE abs(hashint8(n * 13)) %% 4 + 1 END] AS stage
    FROM generate_series(%s::bigint, %s) n
) d
JOIN homes ON homes.n = d.h4 %% %s
JOIN surname s ON s.n = d.h1 %% %s
JOIN given a ON a.n = d.h2 %% %s
LEFT JOIN given b ON b.n = d.h3 %% %s AND d.h3 %% 5 > 0
"""


def _members(members: int) -> None:
    now = timezone.now()
    with connection.cursor() as cursor:
        _drop(cursor)
    _names()
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT (SELECT count(*) FROM homes), (SELECT count(*) FROM surname), (SELECT count(*) FROM given)"
        )
        homes, surnames, given = cursor.fetchone()
        cursor.execute("SET session_replication_role = replica")  # no triggers: the figures are counted at the end
        with transaction.atomic():
            cursor.execute(PEOPLE, [now, 1, members])
            cursor.execute(MEMBERS, [list(WORK), len(WORK), now, 1, members, homes, surnames, given, given])
        cursor.execute("SET session_replication_role = origin")
        for table in ("accounts_person", "dossiers_member"):
            cursor.execute(f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), %s)", [members])


_kept: list[str] = []


def _drop(cursor: Any) -> None:
    """Remember and drop what an insert would have to keep up to date, except for primary keys."""
    cursor.execute(
        "SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid) FROM pg_constraint WHERE contype IN ('f', 'u') "
        "AND conrelid IN ('accounts_person'::regclass, 'dossiers_member'::regclass)"
    )
    for table, name, definition in cursor.fetchall():
        _kept.append(f'ALTER TABLE {table} ADD CONSTRAINT "{name}" {definition}')
        cursor.execute(f'ALTER TABLE {table} DROP CONSTRAINT "{name}"')
    cursor.execute(
        "SELECT indexrelid::regclass::text, pg_get_indexdef(indexrelid) FROM pg_index WHERE NOT indisprimary "
        "AND indrelid IN ('accounts_person'::regclass, 'dossiers_member'::regclass)"
    )
    for name, definition in cursor.fetchall():
        _kept.insert(0, definition)
        cursor.execute(f"DROP INDEX {name}")


def _indexes(members: int) -> None:
    run("SET maintenance_work_mem = '1GB'")
    for statement in _kept:
        run(statement)
    _kept.clear()
    run("VACUUM ANALYZE")


def _figures(members: int) -> None:
    from lianxin.membership.dossiers import headcounts

    headcounts.recount(everything=True)
    run("VACUUM ANALYZE")
