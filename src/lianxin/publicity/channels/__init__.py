"""渠道: one text, many places; only registered public accounts speak, signed by their organisation (C01, C02)."""
