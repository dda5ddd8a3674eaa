"""Makes samples/pages/ and samples/expected/pages/: product pages of three web shops.

One frame, three shops: banner, menu, breadcrumbs, the product, reviews, related products with
prices of their own, a footer. Every company and product in here is made up.
"""

import html
import json
from dataclasses import dataclass

from files import expect, folder

AVAILABLE = {"in_stock": "InStock", "out_of_stock": "OutOfStock", "preorder": "PreOrder"}


@dataclass
class Words:
    """What a shop's frame says around its products."""

    language: str
    skip: str
    cookies: tuple  # (text, button, button)
    basket: str
    home: str
    add: str
    details: str
    delivery: str
    reviews: str
    related: str
    newsletter: str
    script: str  # for those who have none
    footer: list


@dataclass
class Product:
    name: str  # of the file
    shop: str
    accent: str
    words: Words
    notice: str
    menu: list
    path: list  # breadcrumbs
    title: str
    brand: str
    sku: tuple  # (label, number)
    price: tuple  # (number, as printed)
    regular: tuple  # (number, as printed with its label), or () where nothing is struck through
    currency: str
    stock: tuple  # (value, as printed)
    rating: tuple  # (number, as printed), or ()
    options: tuple  # (label, [choices])
    text: list
    facts: list
    shipping: str
    reviews: list  # (stars, who, text)
    related: list  # (title, price, struck price or None)

    def record(self):
        return {
            "shop": self.shop,
            "name": self.title,
            "brand": self.brand,
            "sku": self.sku[1],
            "price": self.price[0],
            "regular_price": self.regular[0] if self.regular else None,
            "currency": self.currency,
            "availability": self.stock[0],
            "rating": self.rating[0] if self.rating else None,
        }


PAGE = """<!DOCTYPE html>
<html lang="{language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title} | {shop}</title>
<script type="application/ld+json">{linked}</script>
<style>
  body {{ margin: 0; font: 16px/1.5 system-ui, sans-serif; color: #222; }}
  .skip {{ position: absolute; left: -999px; }}
  .notice {{ background: {accent}; color: #fff; text-align: center; padding: 6px; }}
  .top {{ display: flex; gap: 32px; align-items: baseline; padding: 16px 40px; }}
  .logo {{ font-size: 24px; font-weight: 700; color: {accent}; text-decoration: none; }}
  nav ul {{ list-style: none; display: flex; gap: 20px; margin: 0; padding: 0; }}
  .crumbs {{ padding: 0 40px; font-size: 13px; color: #777; }}
  .product {{ display: grid; grid-template-columns: 1fr 1fr; gap: 40px; padding: 16px 40px; }}
  .photo {{ background: #f1f1ef; min-height: 420px; }}
  .price {{ font-size: 28px; font-weight: 700; color: {accent}; }}
  .was {{ color: #888; }}
  .buy {{ background: {accent}; color: #fff; border: 0; padding: 12px 32px; font-size: 16px; }}
  .facts th {{ text-align: left; padding-right: 24px; font-weight: 400; color: #777; }}
  .related ul {{ list-style: none; display: flex; gap: 32px; padding: 0; }}
  .related, .reviews {{ padding: 0 40px; }}
  footer {{ background: #f1f1ef; padding: 20px 40px; font-size: 13px; color: #555; }}
  .cookies {{ position: fixed; bottom: 0; left: 0; right: 0; background: #fff; padding: 16px 40px;
             box-shadow: 0 -2px 12px #0003; }}
</style>
</head>
<body>
<a class="skip" href="#product">{skip}</a>
<noscript>{script}</noscript>
<div class="notice">{notice}</div>
<header class="top">
  <a class="logo" href="/">{shop}</a>
  <nav><ul>
{menu}
  </ul></nav>
  <a href="/basket">{basket}</a>
</header>
<p class="crumbs">{path}</p>
<main id="product">
  <div class="product">
    <div class="photo"><img src="/media/{file}-1.webp" alt=""></div>
    <div>
      <p class="brand">{brand}</p>
      <h1>{title}</h1>
{rating}      <p><span class="price">{price}</span>{regular}</p>
      <p class="stock"><span aria-hidden="true">●</span> {stock}</p>
      <label>{option}: <select>{choices}</select></label>
      <button class="buy">{add}</button>
      <p class="sku">{sku}</p>
    </div>
  </div>
  <section class="product">
    <div>
      <h2>{details}</h2>
{text}
      <table class="facts">
{facts}
      </table>
    </div>
    <div>
      <h2>{delivery}</h2>
      <p>{shipping}</p>
    </div>
  </section>
{reviews}  <section class="related">
    <h2>{related_title}</h2>
    <ul>
{related}
    </ul>
  </section>
</main>
<footer>
  <form><label>{newsletter} <input type="email" name="email"></label></form>
{footer}
</footer>
<div class="cookies" role="dialog">
  <p>{cookies}</p>
  <button>{accept}</button> <button>{refuse}</button>
</div>
</body>
</html>
"""


def linked_data(product):
    return json.dumps(
        {
            "@context": "https://schema.org",
            "@type": "Product",
            "name": product.title,
            "brand": {"@type": "Brand", "name": product.brand},
            "sku": product.sku[1],
            "offers": {
                "@type": "Offer",
                "price": f"{product.price[0]:.2f}",
                "priceCurrency": product.currency,
                "availability": "https://schema.org/" + AVAILABLE[product.stock[0]],
            },
        },
        ensure_ascii=False,
    )


def write_html(path, product):
    words, safe = product.words, html.escape

    def each(template, entries):
        return "\n".join(
            template.format(*(safe(part) for part in ([entry] if isinstance(entry, str) else entry)))
            for entry in entries
        )

    def reviews():
        if not product.reviews:
            return ""
        rows = each("    <p><strong>{0}</strong> {1}: {2}</p>", product.reviews)
        return f'  <section class="reviews">\n    <h2>{safe(words.reviews)}</h2>\n{rows}\n  </section>\n'

    def related(title, price, struck):
        was = f" <del>{safe(struck)}</del>" if struck else ""
        return f'      <li><a href="#">{safe(title)}</a><br>{safe(price)}{was}</li>'

    page = PAGE.format(
        language=words.language,
        title=safe(product.title),
        shop=safe(product.shop),
        linked=linked_data(product),
        accent=product.accent,
        skip=safe(words.skip),
        script=safe(words.script),
        notice=safe(product.notice),
        menu=each('    <li><a href="#">{0}</a></li>', product.menu),
        basket=safe(words.basket),
        path=" › ".join(safe(step) for step in [words.home, *product.path]),
        file=product.name,
        brand=safe(product.brand),
        rating=f'      <p class="stars">{safe(product.rating[1])}</p>\n' if product.rating else "",
        price=safe(product.price[1]),
        regular=f' <s class="was">{safe(product.regular[1])}</s>' if product.regular else "",
        stock=safe(product.stock[1]),
        option=safe(product.options[0]),
        choices=each("<option>{0}</option>", product.options[1]).replace("\n", ""),
        add=safe(words.add),
        sku=safe(" ".join(product.sku)),
        details=safe(words.details),
        text=each("      <p>{0}</p>", product.text),
        facts=each("        <tr><th>{0}</th><td>{1}</td></tr>", product.facts),
        delivery=safe(words.delivery),
        shipping=safe(product.shipping),
        reviews=reviews(),
        related_title=safe(words.related),
        related="\n".join(related(*entry) for entry in product.related),
        newsletter=safe(words.newsletter),
        footer=each("  <p>{0}</p>", words.footer),
        cookies=safe(words.cookies[0]),
        accept=safe(words.cookies[1]),
        refuse=safe(words.cookies[2]),
    )
    path.write_text(page, encoding="utf-8")


# MARK: - The pages

KETTLE = Product(
    name="copperline-kettle",
    shop="Hearth & Larder",
    accent="#8c3b2a",
    words=Words(
        language="en-GB",
        skip="Skip to content",
        cookies=(
            "We use cookies to keep your basket and to see which pages are read.",
            "Accept all",
            "Only necessary",
        ),
        basket="Basket (2) £41.50",
        home="Home",
        add="Add to basket",
        details="Product details",
        delivery="Delivery and returns",
        reviews="What our customers say",
        related="You may also like",
        newsletter="Get 10% off your first order:",
        script="Please switch on JavaScript to use the basket.",
        footer=[
            "Customer service 0117 496 0188, Monday to Friday, 9 to 5",
            "© 2026 Hearth & Larder Ltd · Terms · Privacy · Cookies",
        ],
    ),
    notice="Free delivery on orders over £50",
    menu=["Kettles", "Coffee", "Cookware", "Knives", "Sale"],
    path=["Kitchen", "Kettles"],
    title="Gooseneck Kettle 1.0 L, brushed copper",
    brand="Copperline",
    sku=("SKU:", "CL-GK10-COP"),
    price=(64.95, "£64.95"),
    regular=(84.95, "£84.95"),
    currency="GBP",
    stock=("in_stock", "In stock, leaves us today if ordered by 4 pm"),
    rating=(4.6, "4.6 out of 5 (212 reviews)"),
    options=("Finish", ["Brushed copper", "Matt black", "Steel"]),
    text=[
        "A slow, steady pour for filter coffee and green tea. The spout is long and thin, the handle "
        "stays cool, and the thermometer in the lid shows the temperature without opening it.",
        "Works on gas, electric and induction hobs. Not for the dishwasher.",
    ],
    facts=[("Capacity", "1.0 litre"), ("Weight", "720 g"), ("Guarantee", "2 years")],
    shipping="Standard delivery £3.95, two to three working days. Returns are free for 60 days.",
    reviews=[
        ("5 stars", "Miriam", "Pours exactly where I want it. Cheaper than the £99 one I had."),
        ("3 stars", "Owen", "Lovely, but the copper marks easily."),
    ],
    related=[
        ("Pour-over stand, walnut", "£39.00", None),
        ("Electric gooseneck kettle 0.8 L", "£109.00", "£129.00"),
        ("Filter papers, pack of 100", "£5.25", None),
    ],
)

JACKET = Product(
    name="bergkante-regenjacke",
    shop="Gipfelwerk",
    accent="#1d5c4d",
    words=Words(
        language="de",
        skip="Zum Inhalt springen",
        cookies=(
            "Wir verwenden Cookies, damit der Warenkorb funktioniert und wir unsere Seiten "
            "verbessern können.",
            "Alle akzeptieren",
            "Nur notwendige",
        ),
        basket="Warenkorb (0)",
        home="Startseite",
        add="In den Warenkorb",
        details="Produktbeschreibung",
        delivery="Versand und Rückgabe",
        reviews="Bewertungen",
        related="Das könnte dir auch gefallen",
        newsletter="Newsletter abonnieren und 5 € sparen:",
        script="Bitte aktiviere JavaScript, um den Warenkorb zu benutzen.",
        footer=[
            "Hotline 089 5550 1470 · Mo bis Sa 8 bis 20 Uhr",
            "© 2026 Gipfelwerk GmbH · Impressum · AGB · Datenschutz · Widerruf",
        ],
    ),
    notice="Nur bis Sonntag: 3 für 2 auf alle Socken",
    menu=["Jacken", "Hosen", "Schuhe", "Rucksäcke", "Sale %"],
    path=["Herren", "Jacken", "Regenjacken"],
    title="Regenjacke Kar 3L Herren",
    brand="Bergkante",
    sku=("Art.-Nr.", "40817-322"),
    price=(149.95, "149,95 €"),
    regular=(219.0, "UVP 219,00 €"),
    currency="EUR",
    stock=("in_stock", "Nur noch 2 Stück auf Lager, Lieferzeit 2 bis 4 Werktage"),
    rating=(4.3, "4,3 von 5 Sternen (58 Bewertungen)"),
    options=("Größe", ["S", "M", "L", "XL"]),
    text=[
        "Dreilagige Hardshell für lange Tage im Regen: 20.000 mm Wassersäule, getapte Nähte und "
        "eine Kapuze, die über den Helm passt. Die Belüftung unter den Armen lässt sich mit einer "
        "Hand öffnen.",
    ],
    facts=[("Gewicht", "412 g (Größe M)"), ("Material", "100 % Polyamid"), ("Farbe", "Tannengrün")],
    shipping="Versand 4,95 €, ab 79 € kostenlos. Rückgabe 30 Tage lang kostenlos.",
    reviews=[
        ("5 Sterne", "Jannik", "Drei Tage Dauerregen, innen trocken. Für 149,95 € unschlagbar."),
        ("4 Sterne", "R. Vogt", "Fällt etwas klein aus."),
    ],
    related=[
        ("Regenhose Kar 2,5L", "89,95 €", "119,95 €"),
        ("Fleecejacke Alm", "69,00 €", None),
        ("Imprägnierspray 300 ml", "14,90 €", None),
    ],
)

LAMP = Product(
    name="fougere-lampadaire",
    shop="Maison Claire-Voie",
    accent="#2b2b5e",
    words=Words(
        language="fr",
        skip="Aller au contenu",
        cookies=(
            "Nous utilisons des cookies pour mesurer l'audience et améliorer votre visite.",
            "Tout accepter",
            "Continuer sans accepter",
        ),
        basket="Panier (1) 24,00 €",
        home="Accueil",
        add="M'avertir du retour en stock",
        details="Description",
        delivery="Livraison et retours",
        reviews="Avis",
        related="Vous aimerez aussi",
        newsletter="Recevez nos nouveautés :",
        script="Activez JavaScript pour utiliser le panier.",
        footer=[
            "Une question ? 01 55 50 12 40, du lundi au vendredi",
            "© 2026 Maison Claire-Voie SAS · Mentions légales · CGV · Confidentialité",
        ],
    ),
    notice="Livraison offerte dès 150 € d'achat",
    menu=["Luminaires", "Canapés", "Tables", "Textiles", "Soldes"],
    path=["Luminaires", "Lampadaires"],
    title="Lampadaire Fougère, laiton et lin",
    brand="Atelier Ondine",
    sku=("Réf.", "AO-2281-LT"),
    price=(1290.0, "1\u00a0290,00\u00a0€"),
    regular=(),
    currency="EUR",
    stock=("out_of_stock", "En rupture de stock. Retour prévu en septembre."),
    rating=(),
    options=("Abat-jour", ["Lin naturel", "Lin bleu nuit"]),
    text=[
        "Un pied en laiton massif patiné à la main, un abat-jour en lin lavé monté dans notre "
        "atelier de Romans. La lumière est douce, jamais éblouissante, et se règle du pied.",
    ],
    facts=[("Hauteur", "158 cm"), ("Abat-jour", "Ø 45 cm"), ("Ampoule", "E27, 60 W maximum")],
    shipping="Livraison sur rendez-vous 39 €. Retour possible pendant 14 jours.",
    reviews=[],
    related=[
        ("Lampe à poser Fougère", "420,00\u00a0€", None),
        ("Suspension Roseau", "318,00\u00a0€", "398,00\u00a0€"),
        ("Ampoule filament E27", "12,00\u00a0€", None),
    ],
)


def main():
    pages = folder("pages")
    for product in [KETTLE, JACKET, LAMP]:
        write_html(pages / f"{product.name}.html", product)
        expect("pages", product.name, product.record())


if __name__ == "__main__":
    main()
