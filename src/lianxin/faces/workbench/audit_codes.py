"""Chinese sentences of this room's audit lines; the audit room collects them."""

SENTENCES = {"workbench.warn_of_dusty_columns": "检查栏目责任人和停更：{columns} 个栏目需要处理"}
