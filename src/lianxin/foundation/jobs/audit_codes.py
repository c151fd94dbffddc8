"""Sentences for the ledger, collected by the audit room (our neighbour, which we may not import)."""

SENTENCES = {"jobs.revive": "重新执行了停下的后台任务 {task}（此前试过 {tried} 次）"}
