"""Telling the encodings of trade statistics apart: UTF-8, Latin-1, windows-1251."""

import codecs
import re
from typing import BinaryIO

SAMPLE = 1 << 18
_SCANNED = 1 << 28
_UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)

# Letters are all bytes from C0, and Ё and ё, in windows-1251; Latin-1 has its accents there.
_runs = re.compile(rb"[\xa8\xb8\xc0-\xff]+").findall
_c1_controls = re.compile(rb"[\x80-\x9f]").search


def is_utf16(start: bytes) -> bool:
    return start.startswith(_UTF16)


def encoding_of(stream: BinaryIO) -> str:
    """The encoding of the text, judged by the first part of it that is not ASCII.

    Bytes that are UTF-8 by chance hardly exist. Of the others, Cyrillic words are runs of bytes
    from C0 up, while an accent stands alone among plain letters.
    """
    start = sample = stream.read(SAMPLE)
    scanned = len(sample)
    while sample.isascii() and scanned < _SCANNED:
        sample = stream.read(SAMPLE)
        scanned += len(sample)
        if not sample:
            return "utf-8"
    if start.startswith(codecs.BOM_UTF8):
        return "utf-8-sig"
    if sample.isascii():
        return "utf-8"
    # The sample may begin and end inside a character.
    sample = sample.lstrip(bytes(range(0x80, 0xC0)))[: SAMPLE - 4] if scanned > SAMPLE else sample
    if _is_mostly_utf8(sample):
        return "utf-8"
    runs = _runs(sample)
    letters = sum(map(len, runs))
    in_words = sum(len(run) for run in runs if len(run) > 1)
    if letters and in_words > letters / 2:
        return "windows-1251"
    return "windows-1252" if _c1_controls(sample) else "latin-1"


def _is_mostly_utf8(sample: bytes) -> bool:
    """Is most of what is not ASCII valid UTF-8? The odd broken byte is then its row's fault."""
    text = sample.decode("utf-8", "surrogateescape")
    broken = sum(1 for character in text if "\udc80" <= character <= "\udcff")
    whole = sum(1 for character in text if character > "\x7f") - broken
    return broken < whole / 4
