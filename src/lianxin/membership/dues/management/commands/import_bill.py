"""`lianxin import_bill FILE --organisation CODE`: a bill of a bank, WeChat Pay or Alipay for matching with the dues."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from lianxin.foundation.organisations.queries import by_code
from lianxin.kernel.actor import SYSTEM
from lianxin.kernel.decision import Refused
from lianxin.kernel.sheets import SheetError
from lianxin.membership.dues.bills.actions import Outcome
from lianxin.membership.dues.bills.running import refused, run
from lianxin.membership.dues.reckoning import yuan
from lianxin.membership.dues.words import KINDS


class Command(BaseCommand):
    help = (
        "导入党费账单（微信支付、支付宝、银行流水，.csv、.xlsx）。只导入，不入账：对账在工作台“党费—账单对账”里由人确认。"
        "同一份文件再导入一次不变。每一行都进了，退出码才是 0；有退回的行是 1；文件不能用是 2。"
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--organisation", required=True, help="收款的党组织的组织代码")
        parser.add_argument("--account", default="", help="有几个银行账户时，是哪一个（例如尾号）")
        parser.add_argument("--dry-run", action="store_true", help="只检查，不写入")
        parser.add_argument("--rejects", type=Path, help="把退回的行和原因写进这个 .xlsx")
        parser.add_argument("--json", action="store_true", help="最后一行输出 JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        office = by_code(options["organisation"])
        if office is None:
            self.stderr.write(f"没有组织代码是“{options['organisation']}”的党组织。")
            sys.exit(2)
        try:
            outcome = run(options["file"].read_bytes(), actor=SYSTEM, organisation=office, account=options["account"],
                          dry=options["dry_run"])  # fmt: skip
        except (SheetError, OSError) as error:
            self.stderr.write(str(error))
            sys.exit(2)
        except Refused as error:
            self.stderr.write(error.denied.reason)
            sys.exit(2)
        self._tell(outcome, dry=options["dry_run"])
        if options["rejects"] and outcome.refused:
            options["rejects"].write_bytes(refused(outcome.reading.format, outcome.refused))
        if options["json"]:
            told = [{"row": row.number, "reason": "；".join(row.reasons)} for row in outcome.refused]
            said = {"imported": len(outcome.fresh), "unchanged": outcome.unchanged, "refused": told}
            self.stdout.write(json.dumps(said, ensure_ascii=False))
        sys.exit(1 if outcome.refused else 0)

    def _tell(self, outcome: Outcome, *, dry: bool) -> None:
        word = "可以导入" if dry else "导入"
        self.stdout.write(
            f"{outcome.reading.format.title}：{word} {len(outcome.fresh)} 笔，未变 {outcome.unchanged} 笔，退回 {len(outcome.refused)} 行。"
        )
        for kind, (count, fen) in outcome.sums.items():
            self.stdout.write(f"  {KINDS[kind]} {count} 笔 {yuan(fen)} 元")
        for row in outcome.refused[:20]:
            self.stdout.write(f"  第 {row.number} 行：{'；'.join(row.reasons)}")
