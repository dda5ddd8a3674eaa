"""Makes samples/receipts/ and samples/expected/receipts/: till slips as PDF, one e-mail as HTML.

The receipts are data (RECEIPTS below); what is printed and what is expected come from it.
Every company and person in here is made up.
"""

import html
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal

from files import expect, folder
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas


@dataclass
class Receipt:
    name: str  # of the file
    merchant: str
    head: list  # lines below the merchant
    number: tuple  # (label, number), or () where none is printed
    paid_at: datetime
    when: str  # how date and time are printed
    currency: str
    amount: callable  # Decimal → as printed in a row
    items: list  # (description, quantity, price of one)
    total: Decimal
    total_row: tuple  # (label, amount as printed)
    tax: object  # Decimal, or None where none is printed
    before_total: list = field(default_factory=list)  # (label, amount as printed)
    after_total: list = field(default_factory=list)
    payment: str = "card"
    foot: list = field(default_factory=list)

    def __post_init__(self):
        paid = sum(quantity * price for _, quantity, price in self.items)
        extra = self.tax if self.total != paid else 0
        assert paid + extra == self.total, (self.name, paid, self.total)

    def record(self):
        return {
            "merchant": self.merchant,
            "receipt_number": self.number[1] if self.number else None,
            "date": self.paid_at.date().isoformat(),
            "currency": self.currency,
            "items": [
                {"description": description, "amount": float(quantity * price)}
                for description, quantity, price in self.items
            ],
            "tax": None if self.tax is None else float(self.tax),
            "total": float(self.total),
            "payment_method": self.payment,
        }


def comma(value):
    return f"{value:.2f}".replace(".", ",")


def apostrophe(value):
    return f"{value:,.2f}".replace(",", "'")


# MARK: - PDF

WIDTH, MARGIN, LINE = 80 * mm, 6 * mm, 11.5


class Slip:
    """Prints one receipt on a strip of paper, from the top down, in the till's one typeface."""

    def __init__(self, path, receipt):
        self.receipt = receipt
        self.height = self.count() * LINE + 2 * MARGIN
        self.canvas = Canvas(str(path), pagesize=(WIDTH, self.height), invariant=1)
        self.canvas.setTitle(receipt.name)
        self.y = self.height - MARGIN - LINE

    def count(self):
        receipt = self.receipt
        several = sum(quantity > 1 for _, quantity, _ in receipt.items)
        rows = [*receipt.head, *receipt.items, *receipt.before_total, *receipt.after_total]
        return len(rows) + len(receipt.foot) + several + 6

    def draw(self):
        receipt = self.receipt
        self.centre(receipt.merchant, "Courier-Bold", 11)
        for line in receipt.head:
            self.centre(line)
        self.y -= LINE / 2
        if receipt.number:
            self.row(*receipt.number)
        self.text(receipt.when)
        self.rule()
        for description, quantity, price in receipt.items:
            self.row(description, receipt.amount(quantity * price))
            if quantity > 1:
                self.text(f"  {quantity} x {receipt.amount(price)}")
        self.rule()
        for row in receipt.before_total:
            self.row(*row)
        self.row(*receipt.total_row, face="Courier-Bold", size=11)
        self.y -= LINE / 2
        for row in receipt.after_total:
            self.row(*row)
        self.y -= LINE / 2
        for line in receipt.foot:
            self.centre(line)
        self.canvas.save()

    def font(self, face, size):
        self.canvas.setFont(face, size)

    def centre(self, text, face="Courier", size=8.5):
        self.font(face, size)
        self.canvas.drawCentredString(WIDTH / 2, self.y, text)
        self.y -= LINE

    def text(self, text):
        self.font("Courier", 8.5)
        self.canvas.drawString(MARGIN, self.y, text)
        self.y -= LINE

    def row(self, left, right, face="Courier", size=8.5):
        self.font(face, size)
        self.canvas.drawString(MARGIN, self.y, left)
        self.canvas.drawRightString(WIDTH - MARGIN, self.y, right)
        self.y -= LINE

    def rule(self):
        self.canvas.setDash(2, 2)
        self.canvas.setLineWidth(0.6)
        self.canvas.line(MARGIN, self.y + LINE * 0.6, WIDTH - MARGIN, self.y + LINE * 0.6)
        self.y -= LINE / 2


# MARK: - HTML

HTML = """<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<title>Your receipt from {merchant}</title>
<style>
  body {{ background: #f2f4f3; font: 15px/1.5 Helvetica, Arial, sans-serif; color: #24302b; }}
  .mail {{ max-width: 560px; margin: 24px auto; background: #fff; padding: 28px 36px; }}
  .mark {{ font-size: 21px; font-weight: bold; color: #2d6a4f; }}
  .small {{ color: #6b7b74; font-size: 13px; }}
  table {{ width: 100%; border-collapse: collapse; margin: 18px 0; }}
  td {{ padding: 7px 0; border-bottom: 1px solid #e3e8e5; }}
  td:last-child {{ text-align: right; }}
  .sum td {{ border: 0; padding: 3px 0; }}
  .due td {{ font-weight: bold; border-top: 2px solid #2d6a4f; }}
</style>
</head>
<body>
<div class="mail">
  <div class="mark">{merchant}</div>
{head}
  <h1>Thanks for shopping with us</h1>
  <p>{when}<br>{number}</p>
  <table>
{items}
  </table>
  <table class="sum">
{sums}
  </table>
{foot}
</div>
</body>
</html>
"""


def write_html(path, receipt):
    def row(left, right, kind=""):
        return f"    <tr{kind}><td>{html.escape(left)}</td><td>{html.escape(right)}</td></tr>"

    def small(lines):
        return "\n".join(f'  <div class="small">{html.escape(line)}</div>' for line in lines)

    items = [
        row(f"{quantity} × {description}", receipt.amount(quantity * price))
        for description, quantity, price in receipt.items
    ]
    sums = [row(*pair) for pair in receipt.before_total]
    sums.append(row(*receipt.total_row, kind=' class="due"'))
    sums += [row(*pair) for pair in receipt.after_total]
    page = HTML.format(
        merchant=html.escape(receipt.merchant),
        head=small(receipt.head),
        when=html.escape(receipt.when),
        number=html.escape(" ".join(receipt.number)),
        items="\n".join(items),
        sums="\n".join(sums),
        foot=small(receipt.foot),
    )
    path.write_text(page, encoding="utf-8")


# MARK: - The receipts

MORGENROTH = Receipt(
    name="baeckerei-morgenroth",
    merchant="Bäckerei Morgenroth",
    head=["Lange Gasse 7 · 93047 Regensburg", "Tel. 0941 5550 118", "St.-Nr. 244/153/20871"],
    number=(),
    paid_at=datetime(2026, 3, 28, 8, 14),
    when="28.03.26  08:14     Kasse 2",
    currency="EUR",
    amount=comma,
    items=[
        ("Roggenmischbrot 1 kg", 1, Decimal("4.95")),
        ("Laugenbreze", 6, Decimal("0.95")),
        ("Rosinenschnecke", 2, Decimal("2.40")),
    ],
    total=Decimal("15.45"),
    total_row=("SUMME EUR", "15,45"),
    tax=Decimal("1.01"),
    after_total=[("Bar gegeben", "20,00"), ("Rückgeld", "4,55"), ("enth. MwSt. 7 %", "1,01")],
    payment="cash",
    foot=["Es bediente Sie: Frau Huber", "Vielen Dank für Ihren Einkauf!"],
)

QUAI = Receipt(
    name="cafe-du-quai",
    merchant="Café du Quai",
    head=["18 quai de la Fosse", "44000 Nantes", "SIRET 812 406 331 00017"],
    number=("Ticket n°", "A-20913"),
    paid_at=datetime(2026, 4, 9, 13, 42),
    when="Jeudi 9 avril 2026 à 13:42   Table 6",
    currency="EUR",
    amount=comma,
    items=[
        ("Formule du midi", 2, Decimal("18.90")),
        ("Verre de muscadet", 1, Decimal("5.50")),
        ("Café gourmand", 2, Decimal("7.80")),
    ],
    total=Decimal("58.90"),
    total_row=("TOTAL TTC EUR", "58,90"),
    tax=Decimal("5.81"),
    before_total=[("Total HT", "53,09"), ("TVA", "5,81")],
    after_total=[("Carte bancaire", "58,90")],
    foot=["Service compris", "Merci de votre visite, à bientôt"],
)

SEEFELD = Receipt(
    name="velo-seefeld",
    merchant="Velohaus Seefeld AG",
    head=["Seefeldstrasse 112 · 8008 Zürich", "CHE-114.870.552 MWST"],
    number=("Quittung Nr.", "70551"),
    paid_at=datetime(2026, 4, 7, 17, 5),
    when="07.04.2026 17:05       Filiale 1",
    currency="CHF",
    amount=apostrophe,
    items=[
        ("Citybike Aurin 7, Gr. M", 1, Decimal("1290.00")),
        ("Faltschloss 90 cm", 1, Decimal("89.50")),
        ("Montage Kindersitz", 1, Decimal("45.00")),
    ],
    total=Decimal("1424.50"),
    total_row=("Total CHF", "1'424.50"),
    tax=Decimal("106.74"),
    after_total=[("inkl. MWST 8.1 %", "106.74"), ("Maestro", "1'424.50")],
    foot=["Umtausch innert 14 Tagen", "nur mit Quittung"],
)

PINECREST = Receipt(
    name="pinecrest-supply",
    merchant="Pinecrest Garden Supply",
    head=["2207 Orchard Road, Asheville, NC 28803", "(828) 555-0143 · pinecrest.example"],
    number=("Order", "PGS-558102"),
    paid_at=datetime(2026, 3, 29, 19, 42),
    when="03/29/2026 7:42 PM",
    currency="USD",
    amount=lambda value: f"${value:,.2f}",
    items=[
        ("Raised bed kit, cedar", 1, Decimal("129.00")),
        ("Potting mix, 2 cu ft", 4, Decimal("14.75")),
        ("Pruning shears", 1, Decimal("32.00")),
    ],
    total=Decimal("235.40"),
    total_row=("Total", "$235.40"),
    tax=Decimal("15.40"),
    before_total=[("Subtotal", "$220.00"), ("Sales tax (7%)", "$15.40")],
    after_total=[("Paid with Visa ending in 4471", "$235.40")],
    foot=["Returns within 60 days with this e-mail.", "You earned 220 points. Balance: 1,845."],
)

RECEIPTS = [MORGENROTH, QUAI, SEEFELD, PINECREST]


def main():
    pages = folder("receipts")
    for receipt in RECEIPTS:
        if receipt is PINECREST:
            write_html(pages / f"{receipt.name}.html", receipt)
        else:
            Slip(pages / f"{receipt.name}.pdf", receipt).draw()
        expect("receipts", receipt.name, receipt.record())


if __name__ == "__main__":
    main()
