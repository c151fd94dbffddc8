"""How other tables write questions."""

from __future__ import annotations

#: our name -> headings that mean it, the usual one first
HEADINGS = {
    "stem": ("题干", "题目", "试题", "问题", "题目内容", "试题内容", "试题题目"),
    "kind": ("题型", "题目类型", "试题类型", "类型"),
    "options": ("选项", "全部选项", "备选项", "备选答案", "可选项"),
    **{f"option{letter}": (f"选项{letter}", letter, f"{letter}选项", f"答案{letter}") for letter in "ABCDEFGH"},
    "key": ("答案", "正确答案", "标准答案", "参考答案"),
    "explanation": ("解析", "答案解析", "试题解析", "说明"),
    "source": ("出处", "依据", "来源", "题目出处", "知识点出处"),
    "topic": ("专题", "章节", "分类", "知识点", "题库分类"),
    "difficulty": ("难度", "难易度", "难易程度"),
    "keep_order": ("选项不打乱", "固定选项顺序"),
}
NEEDED = ("stem", "key")
KIND_WORDS = {
    "单选": "single", "单选题": "single", "单项选择题": "single", "单项选择": "single", "选择题": "single",
    "多选": "multiple", "多选题": "multiple", "多项选择题": "multiple", "多项选择": "multiple", "不定项选择题": "multiple",
    "判断": "truth", "判断题": "truth", "是非题": "truth", "对错题": "truth",
    "填空": "blank", "填空题": "blank",
}  # fmt: skip
RIGHT = {"对", "正确", "是", "√", "✓", "T", "TRUE", "Y", "YES", "1", "A"}
WRONG = {"错", "错误", "否", "不对", "不正确", "×", "✗", "X", "F", "FALSE", "N", "NO", "0", "B"}
DIFFICULTY_WORDS = {"易": 1, "简单": 1, "容易": 1, "低": 1, "1": 1, "中": 2, "中等": 2, "一般": 2, "普通": 2, "2": 2,
                    "难": 3, "困难": 3, "较难": 3, "高": 3, "3": 3}  # fmt: skip
YES = {"是", "1", "Y", "√", "TRUE"}
