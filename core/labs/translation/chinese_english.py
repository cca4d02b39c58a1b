"""Sentences in Chinese with their English translation, from a synchronous grammar written for this lab. Imports no
torch.

What the two languages order differently, it reorders: the time and the place stand before a Chinese verb and after an
English one; a relative clause, closed by 的, stands before its noun and after it; a classifier stands between number
and noun. What only one of them marks, it marks: tense, number, person and article in English, the classifier and 了 in
Chinese.

Sentences are held out by a hash of the Chinese text, so that one met in training is never asked for. What is a phrase
(``机器学习``, "machine learning") and not a sentence is always trained on: there are too few to spare.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from functools import lru_cache
from random import Random

from core.data.grammar import Grammar, Rule, rule
from core.data.pairs import Pair

LONGEST_SOURCE, LONGEST_TARGET = 60, 44
"""Characters of Chinese, and words and punctuation marks of English, that a sentence has at most."""

SUBJECTS = {
    "base": "我 I, 你 you, 我们 we, 他们 they, 学生们 the students, 老师们 the teachers, 我的朋友们 my friends",
    "s": (
        "他 he, 她 she, 老师 the teacher, 医生 the doctor, 我的朋友 my friend, 那个学生 that student, 他的妹妹 his"
        " sister, 校长 the principal, 工程师 the engineer, 她的哥哥 her brother, 我的邻居 my neighbour"
    ),
}
"""Who does something, by the form of an English verb in the present."""

OWNERS = "我的 my, 你的 your, 他的 his, 她的 her, 我们的 our, 他们的 their, 老师的 the teacher's, 医生的 the doctor's"

TIMES = {
    "past": (
        "昨天 yesterday, 昨天晚上 last night, 上个星期 last week, 上个月 last month, 去年 last year, 前天 two days ago,"
        " 今天早上 this morning"
    ),
    "present": (
        "每天 every day, 每天早上 every morning, 周末 on weekends, 每个星期 every week, 每个月 every month, 每年夏天"
        " every summer"
    ),
    "future": "明天 tomorrow, 今天晚上 tonight, 下个星期 next week, 下个月 next month, 明年 next year",
}

PLACES = (
    "在学校 at school, 在家 at home, 在图书馆 in the library, 在大学 at the university, 在北京 in Beijing, "
    "在公园 in the park, 在办公室 in the office, 在火车上 on the train, 在网上 online, 在上海 in Shanghai, "
    "在咖啡馆 in the café, 在实验室 in the laboratory, 在宿舍 in the dormitory, 在教室 in the classroom, 在机场 at the"
    " airport, "
    "在河边 by the river"
)

COMPANIONS = (
    "和同学一起 with classmates, 和同事一起 with colleagues, 和家人一起 with the family, 和孩子们一起 with the"
    " children, "
    "和客人一起 with guests"
)

VERBS = {
    "text": (
        "读 read reads read, 写 write writes wrote, 翻译 translate translates translated, 讨论 discuss discusses"
        " discussed, 修改 revise revises revised"
    ),
    "topic": (
        "学习 study studies studied, 教 teach teaches taught, 研究 research researches researched, 讨论 discuss"
        " discusses discussed, 复习 review reviews reviewed"
    ),
    "thing": (
        "买 buy buys bought, 卖 sell sells sold, 修理 repair repairs repaired, 使用 use uses used, 检查 check checks"
        " checked, 清洗 clean cleans cleaned"
    ),
    "food": "吃 eat eats ate, 买 buy buys bought, 卖 sell sells sold, 准备 prepare prepares prepared",
    "drink": "喝 drink drinks drank, 准备 prepare prepares prepared",
}
"""What is done to what: the Chinese verb, then the English base, present and past."""

FEELINGS = "喜欢 like likes, 爱 love loves, 需要 need needs"

NOUNS = {
    "text": (
        "本书 book books, 本小说 novel novels, 封信 letter letters, 首诗 poem poems, 份报告 report reports, 篇文章"
        " article articles, 个故事 story stories, 篇论文 paper papers, 本日记 diary diaries, 份合同 contract contracts,"
        " 个剧本 script scripts"
    ),
    "thing": (
        "台电脑 computer computers, 台相机 camera cameras, 辆自行车 bicycle bicycles, 辆汽车 car cars, 把椅子 chair"
        " chairs, 把雨伞 umbrella umbrellas, 台机器 machine machines, 台冰箱 fridge fridges, 架钢琴 piano pianos,"
        " 把吉他 guitar guitars, 张桌子 desk desks, 张床 bed beds"
    ),
    "food": (
        "个苹果 apple apples, 个橙子 orange oranges, 个鸡蛋 egg eggs, 个三明治 sandwich sandwiches, 个西瓜 watermelon"
        " watermelons, 个土豆 potato potatoes, 个蛋糕 cake cakes, 个包子 dumpling dumplings"
    ),
}
"""Nouns after their classifier, the first character."""

TOPICS = (
    "机器学习 machine learning, 深度学习 deep learning, 数学 mathematics, 物理 physics, 历史 history, 音乐 music, "
    "中文 Chinese, 法语 French, 化学 chemistry, 生物 biology, 哲学 philosophy, 法律 law, 经济学 economics, 语言学"
    " linguistics"
)

DRINKS = "茶 tea, 咖啡 coffee, 牛奶 milk, 水 water, 果汁 juice, 汤 soup"

ADJECTIVES = {
    "text": (
        "有趣的 interesting, 简单的 simple, 有用的 useful, 奇怪的 strange, 著名的 famous, 很长的 very long, 重要的"
        " important, 无聊的 boring"
    ),
    "thing": "新 new, 旧 old, 漂亮的 beautiful, 便宜的 cheap, 昂贵的 expensive, 红色的 red, 白色的 white",
    "food": "大 big, 小 small, 好吃的 delicious, 新鲜的 fresh",
}

NUMBERS = "两 two, 三 three, 四 four, 五 five, 六 six, 七 seven, 八 eight, 九 nine, 十 ten"

LINKS = "，但是 / , but; ，所以 / , so; ，而且 / , and; ，因为 / because"


def rules() -> Iterator[Rule]:
    """Every rule of the grammar."""
    yield from _sentences()
    yield from _clauses()
    yield from _deeds()
    yield from _objects()
    for form, subjects in SUBJECTS.items():
        yield from _words(f"subject {form}", subjects)
        yield rule("subject", f"<subject {form}>", f"<subject {form}>")
    yield from _words("owner", OWNERS)
    for tense, times in TIMES.items():
        yield from _words(f"time {tense}", times)
    yield from _words("place", PLACES)
    yield from _words("with", COMPANIONS)
    yield from _words("topic", TOPICS)
    yield from _words("drink", DRINKS)


def _sentences() -> Iterator[Rule]:
    """One to three clauses, ``<sentence 1>`` to ``<sentence 3>``, and bare ``<phrase>``."""
    yield rule("sentence 1", "<clause>。", "<clause> .")
    yield rule("sentence 2", "<clause><link><sentence 1>", "<clause> <link> <sentence 1>")
    yield rule("sentence 3", "<clause><link><sentence 2>", "<clause> <link> <sentence 2>")
    yield rule("phrase", "<topic>", "<topic>")
    for link in LINKS.split("; "):
        chinese, english = link.split(" / ")
        yield rule("link", chinese, english)


def _clauses() -> Iterator[Rule]:
    for form in SUBJECTS:
        who = f"<subject {form}>"
        for tense in TIMES:
            when, deed = f"<time {tense}>", f"<deed {form if tense == 'present' else tense}>"
            yield rule("clause", f"{when}{who}{deed}", f"{when} {who} {deed}")
            yield rule("clause", f"{who}{when}{deed}", f"{who} {deed} {when}")
            yield rule("clause", f"{who}{deed}", f"{who} {deed}", 0.3)
        yield rule("clause", f"{who}<attitude {form}>", f"{who} <attitude {form}>", 1.5)


def _deeds() -> Iterator[Rule]:
    """What is done, with its place; denied only of what is definite. And what is felt."""
    for form in ("base", "s", "past"):
        yield rule(f"act {form}", f"<do {form}>", f"<do {form}>", 0.7)
        yield rule(f"act {form}", f"<place><do {form}>", f"<do {form}> <place>")
        yield rule(f"act {form}", f"<with><do {form}>", f"<do {form}> <with>", 0.7)
        yield rule(f"act {form}", f"<with><place><do {form}>", f"<do {form}> <place> <with>", 0.4)
    yield rule("act denied", "<do denied>", "<do denied>")
    yield rule("act denied", "<place><do denied>", "<do denied> <place>", 0.5)
    for form in ("base", "s", "past"):
        yield rule(f"deed {form}", f"<act {form}>", f"<act {form}>", 3)
    yield rule("deed past", "没有<act denied>", "did not <act denied>")
    yield rule("deed future", "会<act base>", "will <act base>", 3)
    yield rule("deed future", "不会<act denied>", "will not <act denied>")
    for form, want, do in (("base", "want", "do"), ("s", "wants", "does")):
        yield rule(f"attitude {form}", f"<feel {form}><definite>", f"<feel {form}> <definite>", 2)
        yield rule(f"attitude {form}", "不<feel base><definite>", f"{do} not <feel base> <definite>")
        yield rule(f"attitude {form}", "想<act base>", f"{want} to <act base>")
        yield rule(f"attitude {form}", "不想<act denied>", f"{do} not want to <act denied>")
    for chinese, base, s in map(str.split, FEELINGS.split(", ")):
        yield rule("feel base", chinese, base)
        yield rule("feel s", chinese, s)
    for kind, verbs in VERBS.items():
        weight = 1.5 if kind in ("text", "topic") else 1
        for form in ("base", "s", "past"):
            verb = f"<{kind} verb {form}>"
            yield rule(f"do {form}", f"{verb}<any {kind}>", f"{verb} <any {kind}>", weight)
        yield rule("do denied", f"<{kind} verb base><the {kind}>", f"<{kind} verb base> <the {kind}>", weight)
        yield rule("definite", f"<the {kind}>", f"<the {kind}>", weight)
        if kind in NOUNS:
            yield rule("definite", f"<the {kind} that>", f"<the {kind} that>")
        for chinese, base, s, past in map(str.split, verbs.split(", ")):
            yield rule(f"{kind} verb base", chinese, base)
            yield rule(f"{kind} verb s", chinese, s)
            yield rule(f"{kind} verb past", f"{chinese}了", past)
            yield rule(f"{kind} verb that", chinese, past)  # of a relative clause, without 了


def _objects() -> Iterator[Rule]:
    """``<the …>`` is definite, ``<any …>`` may be either; ``<the … that>`` has a relative clause."""
    for kind in VERBS:
        yield rule(f"any {kind}", f"<the {kind}>", f"<the {kind}>")
    yield rule("the topic", "<topic>", "<topic>")
    yield rule("the drink", "<drink>", "<drink>")
    yield rule("any drink", "<cups><drink>", "<cups> <drink>", 2)
    yield rule("cups", "一杯", "a cup of", 2)
    for chinese, english in map(str.split, NUMBERS.split(", ")):
        yield rule("cups", f"{chinese}杯", f"{english} cups of")
    for kind, nouns in NOUNS.items():
        yield from _adjectives(kind)
        yield rule(f"the {kind}", f"<owner><{kind}>", f"<owner> <{kind}>", 3)
        who, does, what = "<subject>", f"<{kind} verb that>", f"<{kind}>"
        yield rule(f"the {kind} that", f"{who}{does}的{what}", f"the {what} that {who} {does}")
        yield rule(f"the {kind} that", f"{who}<time past>{does}的{what}", f"the {what} that {who} {does} <time past>")
        for noun in nouns.split(", "):
            chinese, one, many = noun.split()
            classifier = chinese[0]
            yield rule(kind, chinese[1:], one)
            yield rule(f"{kind} {classifier}", chinese[1:], one)
            yield rule(f"{kind} {classifier} {article(one)}", chinese[1:], one)
            yield rule(f"{kind} {classifier} many", chinese[1:], many)
        for classifier in {noun[0]: None for noun in nouns.split(", ")}:
            yield from _counted(
                kind, classifier, {article(noun.split()[1]) for noun in nouns.split(", ") if noun[0] == classifier}
            )


def _counted(kind: str, classifier: str, articles: set[str]) -> Iterator[Rule]:
    """What a classifier stands before: one, several, this, these."""
    count, many = f"<count {classifier}>", f"<{kind} {classifier} many>"
    for a in sorted(articles):
        noun = f"<{kind} {classifier} {a}>"
        yield rule(f"any {kind}", f"一{classifier}{noun}", f"{a} {noun}", 1 / len(articles))
    for a in sorted({article(word.split()[1]) for word in ADJECTIVES[kind].split(", ")}):
        such = f"<{kind} adjective {a}>", f"<{kind} {classifier}>"
        yield rule(f"any {kind}", f"一{classifier}{''.join(such)}", f"{a} {' '.join(such)}", 0.5)
    yield rule(f"any {kind}", f"{count}{many}", f"{count} {many}")
    yield rule(f"any {kind}", f"{count}<{kind} adjective>{many}", f"{count} <{kind} adjective> {many}", 0.5)
    for chinese, one, several in (("这", "this", "these"), ("那", "that", "those")):
        yield rule(f"the {kind}", f"{chinese}{classifier}<{kind} {classifier}>", f"{one} <{kind} {classifier}>")
        yield rule(f"the {kind}", f"{chinese}{count}{many}", f"{several} {count} {many}", 0.5)
    if kind == next(kind for kind, nouns in NOUNS.items() if classifier in {noun[0] for noun in nouns.split(", ")}):
        for chinese, english in map(str.split, NUMBERS.split(", ")):
            yield rule(f"count {classifier}", f"{chinese}{classifier}", english)


def _adjectives(kind: str) -> Iterator[Rule]:
    for word in ADJECTIVES[kind].split(", "):
        chinese, english = word.split(" ", 1)
        yield rule(f"{kind} adjective", chinese, english)
        yield rule(f"{kind} adjective {article(english)}", chinese, english)


def _words(left: str, words: str) -> Iterator[Rule]:
    for word in words.split(", "):
        chinese, english = word.split(" ", 1)
        yield rule(left, chinese, english)


def article(english: str) -> str:
    """The indefinite article before a word of the grammar: "useful" begins with the sound of "you"."""
    return "an" if english[0] in "aeiou" and english != "useful" else "a"


@lru_cache(maxsize=1)
def grammar() -> Grammar:
    """The grammar; built once a process."""
    return Grammar(rules())


def lengths(clauses: int) -> tuple[int, ...]:
    """How many clauses sentences have, in turn: longer ones more often, because there is more to learn in them."""
    return tuple(n for n in range(1, clauses + 1) for _ in range(n))


def training_pair(number: int, clauses: int) -> Pair:
    """The training pair of a non-negative number, whose remainder says how many clauses it has; now and then a
    phrase.
    """
    turns = lengths(clauses)
    return _pair(number, turns[number % len(turns)], held_out=False)


@lru_cache(maxsize=8)
def held_out_pairs(count: int, clauses: int) -> tuple[Pair, ...]:
    """The first `count` different pairs that are never trained on, their numbers of clauses in turn."""
    pairs: dict[str, Pair] = {}
    number, turns = 0, lengths(clauses)
    while len(pairs) < count:
        pair = _pair(number, turns[len(pairs) % len(turns)], held_out=True)
        pairs.setdefault(pair.source, pair)
        number += 1
    return tuple(pairs.values())


def is_held_out(source: str) -> bool:
    """Whether a sentence is kept away from training: a hash decides, for about one in ten."""
    return source.endswith("。") and zlib.crc32(source.encode()) % 10 == 0


def parse(text: str, clauses: int) -> Pair | None:
    """The pair whose source is `text`, if the grammar has it with at most so many clauses, else None."""
    for start in _starts(clauses):
        if derivations := grammar().parse(start, text):
            return grammar().pair(derivations[0])
    return None


def tokens(clauses: int) -> tuple[list[str], list[str]]:
    """The Chinese characters and the English words of all its pairs, sorted."""
    return grammar().tokens(*_starts(clauses))


def _starts(clauses: int) -> tuple[str, ...]:
    return ("<phrase>", *(f"<sentence {n}>" for n in range(1, clauses + 1)))


def _pair(number: int, clauses: int, held_out: bool) -> Pair:
    """The first pair of so many clauses on the wanted side of the split that the number leads to."""
    random = Random(number)
    while True:
        is_phrase = not held_out and clauses == 1 and random.random() < 0.2
        start = "<phrase>" if is_phrase else f"<sentence {clauses}>"
        pair = grammar().pair(grammar().draw(start, random))
        fits = len(pair.source) <= LONGEST_SOURCE and len(pair.target_pieces) <= LONGEST_TARGET
        if fits and is_held_out(pair.source) == held_out:
            return pair
