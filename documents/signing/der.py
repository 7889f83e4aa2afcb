"""Reading DER piece by piece (X.690), without interpreting it."""

from dataclasses import dataclass


class NotDer(ValueError):
    """These bytes are not DER."""


@dataclass(frozen=True)
class Piece:
    """One value: its tag, its content, and both with the length between them."""

    tag: int
    content: bytes
    raw: bytes

    def children(self) -> list["Piece"]:
        """The values within a constructed one. Raises NotDer."""
        return pieces(self.content)


def first_piece(encoded: bytes) -> Piece:
    """The value at the start, whatever follows it.

    Raises NotDer unless its tag is one byte and its length definite, as short as can be, and
    within `encoded`.
    """
    if len(encoded) < 2 or encoded[0] & 0x1F == 0x1F:
        raise NotDer("a value begins with a tag and a length")
    short = encoded[1]
    count = short & 0x7F if short & 0x80 else 0
    length = int.from_bytes(encoded[2 : 2 + count], "big") if count else short
    start = 2 + count
    if short == 0x80 or count > 4 or start + length > len(encoded):
        raise NotDer("a length does not fit")
    if count and (length < 0x80 or encoded[2] == 0):
        raise NotDer("a length is longer than it need be")
    end = start + length
    return Piece(encoded[0], encoded[start:end], encoded[:end])


def pieces(encoded: bytes) -> list[Piece]:
    """All values, one after another, to the last byte. Raises NotDer."""
    found = []
    while encoded:
        piece = first_piece(encoded)
        found.append(piece)
        encoded = encoded[len(piece.raw) :]
    return found
