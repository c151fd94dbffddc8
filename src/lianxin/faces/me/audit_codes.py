"""Chinese sentences of this room's audit lines; the audit room collects them."""

SENTENCES = {
    "me.send_phone_code": "发出了手机核验码",
    "me.ask_new_password": "有人申请用手机重设密码",
    "me.new_password": "用核验过的手机重设了密码",
}
