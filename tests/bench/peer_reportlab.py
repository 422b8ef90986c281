"""The certificate that bench_paper times, drawn by reportlab: each a document of its own, in memory.
`peer_reportlab.py N REGULAR.ttf BOLD.ttf MATRIX` prints documents a second. It has no fast code of its
own, so the dark runs of one are given; the others are that one again."""
import io
import sys
import time

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen import canvas

count = int(sys.argv[1])
runs = [tuple(map(int, line.split())) for line in open(sys.argv[4])]
modules = max(row for row, _, _ in runs) + 1
module = 90 / (modules + 8)
WIDTH, HEIGHT = 841.89, 595.28
LINES = (("text", 11.5, 130, "Paritrana Award Provinsi Contoh"), ("bold", 30, 175, "PIAGAM PENGHARGAAN"),
         ("text", 13, 210, "diberikan kepada"), ("bold", 36, 255, "Perusahaan Contoh Żółć %d"), ("bold", 24, 310, "Terbaik I"),
         ("text", 14, 340, "Kategori Pemerintah kabupaten/kota"), ("text", 11.5, 365, "Tingkat provinsi · Tahun penilaian 2024"),
         ("text", 8, 520, "SHA-256 9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"))


def emblem(page):
    for i in range(9):
        page.saveState()
        page.translate(420.9, HEIGHT - 82)
        page.rotate(i * 40)
        path = page.beginPath()
        path.moveTo(0, 18)
        path.curveTo(8, 22, 6, 28, 0, 30)
        path.curveTo(-6, 28, -8, 22, 0, 18)
        page.drawPath(path, stroke=0, fill=1)
        page.restoreState()
    page.circle(420.9, HEIGHT - 82, 16, stroke=0, fill=1)
    page.setLineWidth(2)
    page.rect(28, 28, 785.89, 539.28)


def one(n):
    out = io.BytesIO()
    page = canvas.Canvas(out, pagesize=(WIDTH, HEIGHT), pageCompression=1)
    emblem(page)
    for face, size, y, text in LINES:
        page.setFont(face, size)
        page.drawCentredString(WIDTH / 2, HEIGHT - y, text % n if "%" in text else text)
    path = page.beginPath()
    for row, start, length in runs:
        path.rect(50 + module * (start + 4), HEIGHT - 455 - module * (row + 5), module * length, module)
    page.drawPath(path, stroke=0, fill=1)
    page.showPage()
    page.save()
    return len(out.getvalue())


pdfmetrics.registerFont(TTFont("text", sys.argv[2]))
pdfmetrics.registerFont(TTFont("bold", sys.argv[3]))
at = time.process_time()
for i in range(count):
    size = one(i)
print("%.1f %d" % (count / (time.process_time() - at), size))
