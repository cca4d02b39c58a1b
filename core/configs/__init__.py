"""One frozen config a family of labs: the knobs, their ranges, and a sentence on each. Imports no torch."""

from core.configs.by_hand import ByHandConfig
from core.configs.images import ImageConfig
from core.configs.language import LanguageConfig, WritingConfig
from core.configs.memory import MemoryConfig, VariantsConfig
from core.configs.self_attention import SelfAttentionConfig
from core.configs.speech import SpeechConfig
from core.configs.tagging import TaggerConfig
from core.configs.translation import TranslationConfig

__all__ = [
    "ByHandConfig",
    "ImageConfig",
    "LanguageConfig",
    "MemoryConfig",
    "SelfAttentionConfig",
    "SpeechConfig",
    "TaggerConfig",
    "TranslationConfig",
    "VariantsConfig",
    "WritingConfig",
]
