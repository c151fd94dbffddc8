"""党费: assessed once a year, collected by the month, written in a ledger that balances by construction."""
