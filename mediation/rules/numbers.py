"""Case numbers."""


def case_number(*, year: int, short_name: str, serial: int) -> str:
    """`（2026）枫调000123号`."""
    return f"（{year}）{short_name}调{serial:06d}号"
