"""Makes samples/contracts/ and samples/expected/contracts/: two contracts of several pages.

Every company and person in here is made up.
"""

from dataclasses import dataclass

from files import expect, folder
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.platypus import (
    KeepTogether, PageBreak, Paragraph, SimpleDocTemplate, Spacer, Table)


@dataclass
class Contract:
    name: str  # of the file
    page: str  # "Page {number}"
    running_head: str
    title: str
    subtitle: str
    parties: list  # paragraphs of the first page
    opening: list  # paragraphs before the first clause
    clauses: list  # (heading, [paragraphs])
    closing: str
    signatures: list  # (party, person, place and day)
    record: dict


BODY = ParagraphStyle("body", fontName="Times-Roman", fontSize=11, leading=15.5, spaceAfter=7)
HEADING = ParagraphStyle(
    "heading", BODY, fontName="Times-Bold", fontSize=11.5, spaceBefore=9, spaceAfter=4)
TITLE = ParagraphStyle(
    "title", BODY, fontName="Times-Bold", fontSize=19, leading=24, alignment=1, spaceAfter=8)
CENTRED = ParagraphStyle("centred", BODY, alignment=1, spaceAfter=16)
SIGNED = ParagraphStyle("signed", BODY, leading=18)


def write_pdf(path, contract):
    document = SimpleDocTemplate(
        str(path), pagesize=A4, leftMargin=27 * mm, rightMargin=27 * mm, topMargin=28 * mm,
        bottomMargin=25 * mm, title=contract.title, invariant=1)

    def frame(canvas, _):
        canvas.setFont("Times-Italic", 9)
        canvas.drawString(27 * mm, A4[1] - 16 * mm, contract.running_head)
        canvas.drawRightString(
            A4[0] - 27 * mm, 14 * mm, contract.page.format(number=canvas.getPageNumber()))
        canvas.setLineWidth(0.4)
        canvas.line(27 * mm, A4[1] - 18 * mm, A4[0] - 27 * mm, A4[1] - 18 * mm)

    document.build(list(flow(contract)), onFirstPage=frame, onLaterPages=frame)


def flow(contract):
    yield Spacer(0, 70)
    yield Paragraph(contract.title, TITLE)
    yield Paragraph(contract.subtitle, CENTRED)
    yield Spacer(0, 30)
    for text in contract.parties:
        yield Paragraph(text, BODY)
    yield PageBreak()
    for text in contract.opening:
        yield Paragraph(text, BODY)
    for number, (heading, texts) in enumerate(contract.clauses, 1):
        numbered = [Paragraph(f"{number}.{part} {text}", BODY) for part, text in enumerate(texts, 1)]
        yield KeepTogether([Paragraph(f"{number}. {heading}", HEADING), numbered[0]])
        yield from numbered[1:]
    yield KeepTogether([
        Spacer(0, 12),
        Paragraph(contract.closing, BODY),
        Spacer(0, 18),
        Table(
            [[Paragraph(f"{place}<br/><br/>______________________<br/>{person}<br/>{party}", SIGNED)
              for party, person, place in contract.signatures]],
            colWidths=[78 * mm, 78 * mm]),
    ])


# MARK: - The contracts

FACILITIES = Contract(
    name="larkspur-corrigan-services",
    page="Page {number}",
    running_head="Facilities Services Agreement · LF/CM/2026/031 · Confidential",
    title="Facilities Services Agreement",
    subtitle="Contract No. LF/CM/2026/031<br/>dated 18 May 2026",
    parties=[
        "This agreement is made between:",
        "<b>Larkspur Facilities Limited</b>, a company registered in England and Wales under number "
        "08417723, whose registered office is at 40 Castle Meadow, Norwich NR1 3DH "
        "(the “<b>Supplier</b>”); and",
        "<b>Corrigan Mills plc</b>, a company registered in England and Wales under number "
        "01190384, whose registered office is at Weir House, Mill Road, Halifax HX1 5QP "
        "(the “<b>Customer</b>”).",
    ],
    opening=[
        "The Customer operates a textile mill and offices at Mill Road, Halifax (the "
        "“Premises”). The Supplier has maintained part of the Premises under an agreement of "
        "4 February 2023, which this agreement replaces. The parties agree as follows.",
    ],
    clauses=[
        ("Term", [
            "This agreement comes into force on 1 July 2026 (the “Commencement Date”) and "
            "continues for an initial term of 36 months, until 30 June 2029, unless it is ended "
            "earlier under clause 7.",
            "If neither party gives notice under clause 7.1, it continues after the initial term "
            "from year to year.",
        ]),
        ("Services", [
            "The Supplier shall provide cleaning, heating maintenance and minor repairs at the "
            "Premises, as set out in the specification handed over on 27 April 2026, with "
            "reasonable skill and care.",
            "The Supplier shall attend within four hours of a report of an urgent fault, and "
            "within two working days in all other cases.",
            "The Supplier shall use its own staff and may subcontract only with the Customer's "
            "written consent, which shall not be unreasonably withheld.",
        ]),
        ("Charges", [
            "The Customer shall pay a fixed charge of £6,450.00 per month, plus VAT, for the "
            "Services. Work outside the specification is charged at £38.50 per hour.",
            "The Supplier shall invoice at the end of each month. Invoices are payable within 30 "
            "days of receipt. Overdue amounts bear interest at 4% a year above the Bank of England's "
            "base rate.",
            "The fixed charge is reviewed on each anniversary of the Commencement Date and rises by "
            "no more than the Consumer Prices Index of the preceding March.",
        ]),
        ("Staff and safety", [
            "The Supplier shall see to it that its staff are trained, insured and carry "
            "identification, and that they follow the Customer's safety rules.",
            "Nothing in this agreement transfers the employment of any person from one party to the "
            "other.",
        ]),
        ("Liability and insurance", [
            "Nothing limits liability for death or personal injury caused by negligence, or for "
            "fraud.",
            "Subject to clause 5.1, each party's total liability in any contract year is limited to "
            "£250,000. Neither party is liable for loss of profit.",
            "The Supplier shall keep public liability insurance of at least £5,000,000 for each "
            "event. The certificate shown to the Customer is valid until 31 December 2026.",
        ]),
        ("Confidentiality", [
            "Each party shall keep confidential what it learns of the other's business, during this "
            "agreement and for two years after it ends.",
        ]),
        ("Termination", [
            "Either party may end this agreement at the end of the initial term, or at any time "
            "after it, by giving not less than three months' written notice.",
            "Either party may end it at once if the other commits a material breach and does not "
            "remedy it within 20 working days of being asked to, or becomes insolvent.",
            "On termination the Supplier shall return all keys, passes and documents within five "
            "working days.",
        ]),
        ("General", [
            "Notices must be in writing and are deemed received on the second working day after "
            "posting. Changes to this agreement are valid only in writing signed by both parties.",
            "This agreement is governed by the law of England and Wales, and the courts of England "
            "and Wales have exclusive jurisdiction.",
        ]),
    ],
    closing="Signed by the parties' authorised representatives on the date on the first page.",
    signatures=[
        ("Larkspur Facilities Limited", "Helen Marchbank, Director", "Norwich"),
        ("Corrigan Mills plc", "David Okafor, Chief Operating Officer", "Halifax"),
    ],
    record={
        "title": "Facilities Services Agreement",
        "contract_number": "LF/CM/2026/031",
        "parties": [
            {"name": "Larkspur Facilities Limited", "role": "Supplier"},
            {"name": "Corrigan Mills plc", "role": "Customer"},
        ],
        "signed_date": "2026-05-18",
        "start_date": "2026-07-01",
        "end_date": "2029-06-30",
        "term_months": 36,
        "notice_period": "three months",
        "fee": 6450.0,
        "fee_currency": "GBP",
        "governing_law": "England and Wales",
    },
)

LIFTS = Contract(
    name="hebewerk-elbhang-wartung",
    page="Seite {number}",
    running_head="Wartungsvertrag Aufzugsanlagen",
    title="Wartungsvertrag für Aufzugsanlagen",
    subtitle="Vollwartung mit Notrufdienst",
    parties=[
        "zwischen der",
        "<b>Wohnbau Elbhang eG</b>, Schillerplatz 9, 01309 Dresden, eingetragen im "
        "Genossenschaftsregister des Amtsgerichts Dresden unter GnR 417, vertreten durch den "
        "Vorstand Katrin Seidel, nachfolgend „<b>Auftraggeberin</b>“ genannt,",
        "und der",
        "<b>Hebewerk Nord Aufzugsservice GmbH</b>, Am Sandtorkai 61, 20457 Hamburg, eingetragen im "
        "Handelsregister des Amtsgerichts Hamburg unter HRB 128844, vertreten durch den "
        "Geschäftsführer Malte Brodersen, nachfolgend „<b>Auftragnehmerin</b>“ genannt.",
    ],
    opening=[
        "Die Auftraggeberin betreibt in ihren Wohnanlagen in Dresden vierzehn Personenaufzüge, die "
        "zuletzt am 11.12.2025 durch eine zugelassene Überwachungsstelle geprüft wurden. Die "
        "Parteien vereinbaren Folgendes.",
    ],
    clauses=[
        ("Gegenstand", [
            "Die Auftragnehmerin übernimmt die Vollwartung der in der Anlage aufgeführten Aufzüge "
            "nach den anerkannten Regeln der Technik und den Vorgaben der Hersteller.",
            "Zur Vollwartung gehören vierteljährliche Inspektionen, der Ersatz aller Verschleißteile "
            "und die Begleitung der wiederkehrenden Prüfungen.",
            "Nicht umfasst sind Schäden durch Vandalismus, Überspannung, Wasser oder "
            "unsachgemäßen Gebrauch.",
        ]),
        ("Notruf und Reaktionszeiten", [
            "Die Auftragnehmerin unterhält rund um die Uhr einen Notrufdienst. Eingeschlossene "
            "Personen werden innerhalb von 30 Minuten befreit.",
            "Störungen, die vor 15 Uhr gemeldet werden, werden am selben Tag aufgenommen, alle "
            "anderen am folgenden Werktag.",
        ]),
        ("Vergütung", [
            "Die Vergütung beträgt pauschal 2.380,00 EUR pro Monat zuzüglich der gesetzlichen "
            "Umsatzsteuer. Leistungen außerhalb des Vertrags werden mit 78,00 EUR je Stunde "
            "berechnet.",
            "Die Vergütung ist jeweils bis zum dritten Werktag eines Monats fällig. Eine Anpassung "
            "ist frühestens nach zwölf Monaten möglich und auf höchstens 3 % im Jahr begrenzt.",
        ]),
        ("Laufzeit und Kündigung", [
            "Der Vertrag beginnt am 1. Oktober 2026 und hat eine Laufzeit von 48 Monaten. Er endet "
            "am 30. September 2030, ohne dass es einer Kündigung bedarf, wenn die Parteien ihn "
            "nicht schriftlich verlängern.",
            "Vor Ablauf kann er mit einer Frist von sechs Monaten zum Ende eines Kalenderjahres "
            "gekündigt werden, erstmals zum 31. Dezember 2027.",
            "Das Recht zur Kündigung aus wichtigem Grund bleibt unberührt. Jede Kündigung bedarf der "
            "Schriftform.",
        ]),
        ("Haftung", [
            "Die Auftragnehmerin haftet unbeschränkt für Vorsatz und grobe Fahrlässigkeit sowie für "
            "Schäden an Leben, Körper und Gesundheit.",
            "Im Übrigen ist die Haftung auf 1.000.000 EUR je Schadensfall begrenzt. Die "
            "Auftragnehmerin weist eine Betriebshaftpflichtversicherung in dieser Höhe nach.",
        ]),
        ("Mitwirkung", [
            "Die Auftraggeberin gewährt Zutritt zu allen Anlagen, hält die Maschinenräume frei und "
            "meldet Störungen unverzüglich.",
            "Eingriffe Dritter in die Anlagen sind nur nach Absprache zulässig.",
        ]),
        ("Datenschutz", [
            "Die Parteien verarbeiten personenbezogene Daten nur, soweit es für diesen Vertrag "
            "erforderlich ist, und löschen sie nach Ablauf der gesetzlichen Fristen.",
        ]),
        ("Schlussbestimmungen", [
            "Änderungen und Ergänzungen bedürfen der Schriftform. Mündliche Nebenabreden bestehen "
            "nicht.",
            "Sollte eine Bestimmung unwirksam sein, bleiben die übrigen wirksam.",
            "Es gilt das Recht der Bundesrepublik Deutschland. Gerichtsstand ist Dresden.",
        ]),
    ],
    closing="Unterzeichnet in zwei Ausfertigungen, von denen jede Partei eine erhält.",
    signatures=[
        ("Wohnbau Elbhang eG", "Katrin Seidel, Vorstand", "Dresden, den 24.08.2026"),
        ("Hebewerk Nord Aufzugsservice GmbH", "Malte Brodersen", "Dresden, den 24.08.2026"),
    ],
    record={
        "title": "Wartungsvertrag für Aufzugsanlagen",
        "contract_number": None,
        "parties": [
            {"name": "Wohnbau Elbhang eG", "role": "Auftraggeberin"},
            {"name": "Hebewerk Nord Aufzugsservice GmbH", "role": "Auftragnehmerin"},
        ],
        "signed_date": "2026-08-24",
        "start_date": "2026-10-01",
        "end_date": "2030-09-30",
        "term_months": 48,
        "notice_period": "sechs Monaten",
        "fee": 2380.0,
        "fee_currency": "EUR",
        "governing_law": "Bundesrepublik Deutschland",
    },
)


def main():
    pages = folder("contracts")
    for contract in [FACILITIES, LIFTS]:
        write_pdf(pages / f"{contract.name}.pdf", contract)
        expect("contracts", contract.name, contract.record)


if __name__ == "__main__":
    main()
