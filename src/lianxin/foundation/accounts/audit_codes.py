"""Chinese sentences of this room's audit lines; the audit room collects them."""

SENTENCES = {
    "accounts.register": "开通了账号",
    "accounts.open_for_staff": "开设了工作账号",
    "accounts.change_password": "修改了密码",
    "accounts.reset_password": "重置了密码，发出一次性密码",
    "accounts.appoint": "任命岗位 {post}",
    "accounts.end_appointment": "任职至 {until} 结束",
    "accounts.set_keeper": "确定了栏目责任人（{column}）",
    "accounts.verify_phone": "核验了手机号",
    "accounts.demo_people": "装入了演示人员：{total} 人",
    "accounts.sign_in": "登录",
    "accounts.sign_in_failed": "登录没有成功",
    "access.out_of_scope": "访问了职责范围以外的内容",
}
