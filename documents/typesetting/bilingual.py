"""Words in Chinese and English, dates and numbers as each language writes them."""

from dataclasses import dataclass
from datetime import date
from typing import Final, Literal

Language = Literal["zh", "en"]

_DIGITS: Final = "零一二三四五六七八九"


@dataclass(frozen=True)
class Bilingual:
    """The same words in both languages; either may be empty where nobody wrote it."""

    zh: str
    en: str = ""

    def within(self, order: tuple[Language, ...], separator: str = " ") -> str:
        """Both in one line, in the document's order."""
        words = (self.zh if language == "zh" else self.en for language in order)
        return separator.join(word for word in words if word)


def date_words(day: date) -> Bilingual:
    """2026年3月1日 / 1 March 2026."""
    return Bilingual(f"{day.year}年{day.month}月{day.day}日", f"{day.day} {day:%B %Y}")


def chinese_number(number: int) -> str:
    """1 to 99 as in 第二十一条. Raises ValueError beyond."""
    if not 0 < number < 100:
        raise ValueError("an agreement has between 1 and 99 articles")
    tens, ones = divmod(number, 10)
    head = "" if not tens else "十" if tens == 1 else f"{_DIGITS[tens]}十"
    return head + (_DIGITS[ones] if ones else "")
