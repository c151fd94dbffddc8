"""Chinese sentences of this room's audit lines; the audit room collects them."""

SENTENCES = {
    "accounts.register": "开通了账号",
    "accounts.open_for_staff": "开设了工作账号",
    "accounts.change_password": "修改了密码",
    "accounts.reset_password": "重置了密码，发出一次性密码（{reason}）",
    "accounts.open_or_close": "{done}了账号（{reason}）",
    "accounts.new_password_by_phone": "用核验过的手机重设了密码",
    "accounts.reset_second_factor": "取消了第二步验证，下次登录重新绑定（{reason}）",
    "accounts.appoint": "任命岗位 {post}",
    "accounts.end_appointment": "任职至 {until} 结束",
    "accounts.correct_full_time": "更正任职登记：{before}改为{after}",
    "accounts.succeed": "单位合并：{moved} 个任职转到新单位，{ended} 个任职结束，{columns} 个栏目随同",
    "accounts.set_keeper": "确定了栏目责任人（{column}）",
    "accounts.keep_columns": "列出了 {columns} 个栏目的责任人",
    "accounts.join": "合并了重复的人员，随转 {rows} 行",
    "accounts.part": "拆开了合并过的人员",
    "accounts.verify_phone": "核验了手机号",
    "accounts.demo_people": "装入了演示人员：{total} 人",
    "accounts.sign_in": "登录",
    "accounts.sign_in_failed": "登录没有成功",
    "access.out_of_scope": "访问了职责范围以外的内容",
}
