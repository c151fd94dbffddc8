"""Chinese sentences of this room's audit lines; the audit room collects them."""

SENTENCES = {"me.send_phone_code": "发出了手机核验码"}
