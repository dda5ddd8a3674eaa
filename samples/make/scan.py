"""A page as a scanner leaves it: a picture, slightly turned and grey, and no text."""

import random
from io import BytesIO
from pathlib import Path

import reportlab
from PIL import Image, ImageDraw, ImageFilter, ImageFont
from reportlab.lib.pagesizes import A4
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

DPI = 120
FONTS = Path(reportlab.__file__).parent / "fonts"  # come with ReportLab: the same on every machine


class PaperCanvas:
    """Takes the few calls of ReportLab's Canvas that our pages make, and paints them."""

    def __init__(self):
        self.scale = DPI / 72
        self.height = A4[1]
        self.image = Image.new("L", tuple(round(side * self.scale) for side in A4), 250)
        self.paint = ImageDraw.Draw(self.image)

    def setTitle(self, title):
        pass

    def setAuthor(self, author):
        pass

    def save(self):
        pass

    def setFont(self, name, size):
        file = "VeraBd.ttf" if "Bold" in name else "Vera.ttf"
        self.font = ImageFont.truetype(FONTS / file, round(size * self.scale * 0.92))

    def setFillColor(self, color):
        self.fill = self.grey(color)

    def setStrokeColor(self, color):
        self.stroke = self.grey(color)

    def setLineWidth(self, width):
        self.width = max(1, round(width * self.scale))

    def drawString(self, x, y, text, anchor="ls"):
        self.paint.text(self.place(x, y), text, font=self.font, fill=self.fill, anchor=anchor)

    def drawRightString(self, x, y, text):
        self.drawString(x, y, text, anchor="rs")

    def line(self, x1, y1, x2, y2):
        ends = [self.place(x1, y1), self.place(x2, y2)]
        self.paint.line(ends, fill=self.stroke, width=self.width)

    def place(self, x, y):
        return (x * self.scale, (self.height - y) * self.scale)

    @staticmethod
    def grey(color):
        return round(255 * (0.3 * color.red + 0.59 * color.green + 0.11 * color.blue))


def write_scan(path, draw, seed):
    """Writes a PDF of one picture; `draw` paints it."""
    paper = PaperCanvas()
    draw(paper)
    picture = paper.image.rotate(0.7, Image.Resampling.BICUBIC, fillcolor=225)
    picture = picture.filter(ImageFilter.GaussianBlur(0.6))
    dust = random.Random(seed)
    for _ in range(220):
        spot = (dust.randrange(picture.width), dust.randrange(picture.height))
        picture.putpixel(spot, dust.randrange(60, 200))
    jpeg = BytesIO()
    picture.save(jpeg, "JPEG", quality=55)
    canvas = Canvas(str(path), pagesize=A4, invariant=1)
    canvas.drawImage(ImageReader(jpeg), 0, 0, *A4)
    canvas.save()
