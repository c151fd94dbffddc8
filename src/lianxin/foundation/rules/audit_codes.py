"""Chinese sentences of this room's audit lines; the audit room collects them."""

SENTENCES = {
    "rules.import": "导入了法规全文《{title}》（{version}）：更新 {imported} 条，未变 {unchanged} 条",
}
