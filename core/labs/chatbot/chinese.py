"""The dialogues in Chinese, word by word: the vocabulary's pieces are words. Imports no torch."""

from __future__ import annotations

from core.labs.chatbot.dialogues import Kind, Language

_WEATHER = ("{city}天气怎么样？", "告诉我{city}的天气。", "{city}今天天气好吗？")
_TIME = ("{city}现在几点？", "告诉我{city}的时间。", "{city}现在晚吗？")
_WHERE = ("{city}在哪里？", "你知道{city}在哪里吗？", "到哪里找{city}？")
_LIKE = ("你喜欢{food}吗？", "你爱{food}吗？", "{food}好吃吗？")
_HAVE = ("有{food}吗？", "我们有{food}吗？", "家里有{food}吗？")
_NAME = ("我叫{name}。", "我是{name}。", "我的名字是{name}。")
_HOME = ("我住在{city}。", "我来自{city}。", "我的家在{city}。")
_BOTH = ("我叫{name}，我住在{city}。", "我是{city}的{name}。")
_TASTE = ("我喜欢{food}，不喜欢{food2}。", "我爱{food}，讨厌{food2}。")
_FRIEND = ("我的朋友{name}住在{city}。", "{name}的家在{city}。")
_WHO_AM_I = ("我是谁？", "我叫什么名字？", "你知道我的名字吗？")
_WHERE_LIVE = ("我住在哪里？", "我的家在哪里？", "我来自哪里？")
_AND_CITY = ("{city2}呢？", "那{city2}呢？", "{city2}怎么样？")
_AND_FOOD = ("{food2}呢？", "那{food2}呢？", "{food2}怎么样？")

_YOUR_NAME = {"你是{name}。": 1.0, "你叫{name}。": 1.0}
_YOUR_HOME = {"你住在{city}。": 1.0, "你的家在{city}。": 1.0}

CHINESE = Language(
    unit="piece",
    words={
        "name": ("小明", "小红", "安娜", "伊娃", "大卫", "丽莎", "小刚", "阿杰", "美玲", "志强"),
        "city": ("台北", "大阪", "巴黎", "罗马", "开罗", "利马", "柏林", "德里", "奥斯陆", "基多"),
        "food": ("茶", "咖啡", "米饭", "鱼", "汤", "面包", "奶酪", "蛋糕"),
        "weather": ("晴天", "雨天", "阴天", "雪天"),
        "hour": ("中午", "半夜", "清晨", "傍晚"),
    },
    unsaid={"name": ("雨果", "晓雯"), "city": ("布拉格", "内罗毕")},
    facts={
        "continent": (
            "city",
            {
                "台北": "亚洲",
                "大阪": "亚洲",
                "德里": "亚洲",
                "巴黎": "欧洲",
                "罗马": "欧洲",
                "柏林": "欧洲",
                "奥斯陆": "欧洲",
                "开罗": "非洲",
                "利马": "美洲",
                "基多": "美洲",
            },
        )
    },
    kinds=(
        Kind("hello", ("你好！", "您好！", "早上好！"), {"你好！": 1.0, "您好！": 1.0}),
        Kind("how_are_you", ("你好吗？", "你怎么样？"), {"我很好，谢谢。": 1.0, "很好。": 1.0}),
        Kind("who_are_you", ("你是谁？", "你叫什么名字？"), {"我是一个小网络。": 1.0}),
        Kind("thanks", ("谢谢！", "非常谢谢。"), {"不客气。": 1.0}),
        Kind("goodbye", ("再见！", "回头见！"), {"再见！": 1.0, "回头见！": 1.0}),
        Kind("name", _NAME, {"你好，{name}！": 1.0, "很高兴认识你，{name}！": 1.0}),
        Kind("home", _HOME, {"{city}很远。": 1.0, "我喜欢{city}！": 1.0}),
        Kind("name_and_home", _BOTH, {"你好，{name}！": 1.0, "很高兴认识你，{name}！": 1.0}),
        Kind("taste", _TASTE, {"知道了。": 1.0, "{food}很好。": 1.0}),
        Kind("friend", _FRIEND, {"知道了。": 1.0, "问{name}好！": 1.0}),
        Kind("weather", _WEATHER, {"{city}是{weather}。": 1.0}),
        Kind("time", _TIME, {"{city}现在是{hour}。": 1.0}),
        Kind("where", _WHERE, {"{city}在{continent}。": 1.0}),
        Kind("like", _LIKE, {"是的，我喜欢{food}。": 1.0, "不，我不喜欢{food}。": 1.0}),
        Kind("have", _HAVE, {"有，有{food}。": 1.0, "没有{food}。": 1.0}),
        Kind(
            "about",
            ("说说{city}。", "你知道{city}什么？", "你说{city}什么？"),
            {
                "我不知道。": 3.0,
                "{city}在{continent}。": 1.0,
                "{city}很远。": 1.0,
                "我喜欢{city}！": 1.0,
                "{city}是{weather}。": 1.0,
            },
            often=4,
        ),
        Kind("far", ("{city}很远吗？", "到{city}远吗？"), {"是的，很远。": 1.0, "不远。": 1.0}, (), True),
        Kind("know", ("你认识{name}吗？", "{name}问你好。"), {"是的。": 1.0, "不认识。": 1.0}, (), True),
        Kind("weather_and", _WEATHER, {"{city2}是{weather}。": 1.0}, _AND_CITY),
        Kind("time_and", _TIME, {"{city2}现在是{hour}。": 1.0}, _AND_CITY),
        Kind("where_and", _WHERE, {"{city2}在{continent2}。": 1.0}, _AND_CITY),
        Kind("like_and", _LIKE, {"是的，我喜欢{food2}。": 1.0, "不，我不喜欢{food2}。": 1.0}, _AND_FOOD),
        Kind("have_and", _HAVE, {"有，有{food2}。": 1.0, "没有{food2}。": 1.0}, _AND_FOOD),
        Kind("who_am_i", _NAME, _YOUR_NAME, _WHO_AM_I),
        Kind("where_do_i_live", _HOME, _YOUR_HOME, _WHERE_LIVE),
        Kind("two_facts_name", _BOTH, _YOUR_NAME, _WHO_AM_I),
        Kind("two_facts_home", _BOTH, _YOUR_HOME, _WHERE_LIVE),
        Kind("what_do_i_like", _TASTE, {"你喜欢{food}。": 1.0}, ("我喜欢什么？", "我爱什么？")),
        Kind("what_do_i_hate", _TASTE, {"你不喜欢{food2}。": 1.0}, ("我讨厌什么？", "我不喜欢什么？")),
        Kind(
            "where_is_my_friend",
            _FRIEND,
            {"{name}住在{city}。": 1.0},
            ("{name}住在哪里？", "谁住在{city}？", "我的朋友是谁？"),
        ),
    ),
)
"""The same dialogues as in English."""

PIECES = (
    *("我", "你", "您", "是", "的", "在", "不", "好", "吗", "呢", "那", "到", "找", "问", "叫", "爱", "谁", "家", "说"),
    *("天气", "怎么样", "告诉", "今天", "现在", "几点", "时间", "晚", "知道", "哪里", "喜欢", "好吃", "名字", "什么"),
    *("住", "来自", "朋友", "讨厌", "你好", "您好", "早上好", "谢谢", "非常", "再见", "回头见", "一个", "小", "网络"),
    *("很", "远", "客气", "高兴", "认识", "说说", "了", "有", "没有", "我们", "家里"),
    *("。", "，", "？", "！"),
)
"""Its words besides those of the slots."""
