"""Measures programs in Python on the pages of a folder: `python others.py DIR`.

Needs `pip install trafilatura resiliparse`; what is not installed is passed over. The time is that of the
processor for this thread, and each page counts with the smallest of three, as in `peers`.
"""

import pathlib
import sys
import time


def programs():
    try:
        import trafilatura

        yield "trafilatura, article", lambda html: trafilatura.extract(html) or ""
    except ImportError:
        print("skipped: trafilatura is not installed")
    try:
        from resiliparse.extract.html2text import extract_plain_text

        yield "resiliparse, main content", lambda html: extract_plain_text(html, main_content=True)
        yield "resiliparse, all of a page", extract_plain_text
    except ImportError:
        print("skipped: resiliparse is not installed")


def pages(folder):
    for path in sorted(pathlib.Path(folder).rglob("*")):
        if path.is_file():
            try:
                yield path.read_bytes().decode()
            except UnicodeDecodeError:
                pass


def seconds(convert, page):
    best = float("inf")
    for _ in range(3):
        start = time.thread_time()
        try:
            convert(page)
        except Exception:
            pass
        best = min(best, time.thread_time() - start)
    return best


def main():
    texts = list(pages(sys.argv[1]))
    size = sum(len(text.encode()) for text in texts)
    for name, convert in programs():
        total = sum(seconds(convert, text) for text in texts)
        print(f"| {name} | {size / 1e6 / total:.2f} MB/s |")


main()
