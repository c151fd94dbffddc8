"""Chinese sentences of this room's audit lines; the audit room collects them."""

SENTENCES = {
    "organisations.found": "成立了组织（代码 {organisation_code}）",
    "organisations.import": "导入组织：成立 {imported} 个、变更 {changed} 个、退回 {refused} 行",
    "organisations.edit": "变更了组织信息",
    "organisations.move": "调整了隶属关系",
    "organisations.merge": "合并了组织",
    "organisations.close": "撤销了组织",
    "organisations.import_regions": "导入了行政区划代码：{total} 条",
    "demo.load": "装入了演示数据",
}
