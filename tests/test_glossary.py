"""One thing has one name in Chinese: each English term and its Chinese one, checked over all sentences."""

from __future__ import annotations

import functools
import re

import pytest

from dashboard.catalogue import sentences
from dashboard.language import catalogue

TERMS = {
    r"\bAERs?\b": "对齐错误率",
    r"\balignment error rate\b": "对齐错误率",
    r"\balignments?\b": "对齐",
    r"\battention\b": "注意力",
    r"\bbar charts?\b": "条形图",
    r"\bbeam width\b": "束宽",
    r"\bcandidate: ": "候选值",
    r"\bcausal mask\b": "因果掩码",
    r"\bcell states?\b": "细胞状态",
    r"\bcheckpoints?\b": "检查点",
    r"\bconnectivity\b": "连接度",
    r"\bdecoders?\b": "解码器",
    r"\bencoders?\b": "编码器",
    r"\bexact match\b": "精确匹配",
    r"\bforget gates?\b": "遗忘门",
    r"\bgreedy\b": "贪心",
    r"\bheld[ -]out\b": "留出|留作|被留",
    r"\bhidden size\b": "隐藏层",
    r"\bhidden states?\b": "隐藏状态",
    r"\binput gates?\b": "输入门",
    r"\blearning rates?\b": "学习率",
    r"\blength penalty\b": "长度惩罚",
    r"\blinear probe\b": "线性探针",
    r"\boutput gates?\b": "输出门",
    r"\bpeepholes?\b": "窥孔",
    r"\bpositional encoding\b": "位置编码",
    r"\bresidual connections\b": "残差连接",
    r"\bself-attention\b": "自注意力",
    r"\bslot accuracy\b": "槽填充准确率",
    r"\bslot filling\b": "槽填充",
    r"\bsurpris(?:e|al)\b": "惊讶度|意外",
    r"\btokens?\b": "词元",
    r"\btrue alignment\b": "标准对齐",
    r"\bupdate gate\b": "更新门",
}
"""English terms as patterns, and how their one Chinese name is known; what stands in braces does not count."""

NEVER = {
    "您": "你",
    "单击": "点击",
    "柱状图": "条形图",
    "惊奇度": "惊讶度",
    "等级": "级别",
    "灰阶": "级别",
    "隐状态": "隐藏状态",
    "隐层": "隐藏层",
    "完全匹配": "精确匹配",
    "真实对齐": "标准对齐",
    "窥视孔": "窥孔",
    "填槽准确率": "槽填充准确率",
    "下一层的隐藏状态": "下面一层",
    "这种细胞": "循环单元",
}
"""Names that a thing has no more, and the one that it has."""


@functools.cache
def shown():
    """Every sentence with what stands in its braces left out, read once for all terms."""
    return {message: re.sub(r"\{\w+[^}]*\}", "", message) for message in sentences()}


def chinese(message):
    return catalogue("zh").gettext(message)


@pytest.mark.parametrize("term", TERMS)
def test_a_term_has_one_name(term):
    said = [message for message, words in shown().items() if re.search(term, words, re.IGNORECASE)]
    assert said, "no sentence has this term: take it out of the table"
    assert [message for message in said if not re.search(TERMS[term], chinese(message))] == []


@pytest.mark.parametrize("name", NEVER)
def test_no_sentence_has_a_name_that_was_given_up(name):
    assert [message for message in shown() if name in chinese(message)] == []


def test_a_cell_is_no_unit():
    """循环单元 is the cell, 单元 one of its units; a cell of a matrix or of a strip is 格."""
    bare = re.compile("(?<!循环)(?<!记忆)单元")
    cells = [m for m in shown() if re.search(r"\bcells?\b", m) and not re.search(r"\bunits?\b", m)]
    assert [message for message in cells if bare.search(chinese(message))] == []
