import JSON

/// Schemas for the collections that come without one, as a user would write them who knows what
/// invoices and contracts say and has not seen these.
enum EvidenceSchemas {
  static let invoice: JSONValue = [
    "type": "object",
    "properties": [
      "invoice_number": text(
        "Invoice number", "Invoice no.", "Rechnungsnummer", "Rechnung Nr.", "Numéro de facture",
        "Facture n°"),
      "issue_date": date("Invoice date", "Rechnungsdatum", "Date de facture", "Date"),
      "due_date": date("Due date", "Payable by", "Fällig am", "Zahlbar bis", "Date d'échéance"),
      "seller": party("Seller", "Supplier", "Verkäufer", "Lieferant", "Vendeur", "Fournisseur"),
      "buyer": party("Buyer", "Bill to", "Käufer", "Rechnungsempfänger", "Acheteur", "Client"),
      "currency": text("Currency", "Währung", "Devise"),
      "line_total": number("Subtotal", "Sum of lines", "Positionssumme", "Zwischensumme"),
      "tax_basis_total": number(
        "Net total", "Total before tax", "Nettosumme", "Rechnungssumme ohne USt.", "Total HT"),
      "tax_total": number("Tax", "VAT", "Umsatzsteuer", "MwSt.", "Steuerbetrag", "TVA"),
      "grand_total": number(
        "Total", "Gross total", "Bruttosumme", "Gesamtbetrag", "Rechnungsbetrag", "Total TTC"),
      "due_payable": number(
        "Amount due", "Balance due", "Zahlbetrag", "Fälliger Betrag", "Net à payer",
        "Solde à payer"),
      "lines": rows([
        "name": text("Description", "Item", "Beschreibung", "Bezeichnung", "Désignation"),
        "quantity": number("Quantity", "Qty", "Menge", "Quantité"),
        "line_total": number("Amount", "Net amount", "Betrag", "Nettobetrag", "Montant"),
      ]),
    ],
  ]

  static let receipt: JSONValue = [
    "type": "object",
    "properties": [
      "issuer": text("From", "Seller"),
      "invoice_number": text(
        "Invoice number", "Invoice no.", "Rechnungsnummer", "Facture n°", "Factuurnummer"),
      "date": date("Invoice date", "Rechnungsdatum", "Date de facture", "Factuurdatum", "Date"),
      "amount": number(
        "Total", "Total amount", "Amount due", "Gesamtbetrag", "Rechnungsbetrag", "Total TTC",
        "Totaal"),
      "amount_untaxed": number(
        "Subtotal", "Net amount", "Total before tax", "Netto", "Total HT", "Exclusief BTW"),
      "vat": text("VAT number", "VAT ID", "USt-IdNr.", "N° TVA", "BTW-nummer"),
      "iban": text("IBAN"), "bic": text("BIC"),
      "currency": text("Currency"),
      "order_id": text("Order number", "Order ID"),
      "lines": rows([
        "name": text("Description", "Article", "Artikel"), "desc": text("Description"),
        "qty": number("Quantity", "Qty", "Menge", "Quantité", "Aantal"),
        "price": number("Price", "Amount", "Preis", "Prix", "Prijs"),
      ]),
    ],
  ]

  static let contract: JSONValue = [
    "type": "object",
    "properties": [
      "document_name": ["type": ["string", "null"], "description": "The contract's title."],
      "parties": ["type": "array", "items": ["type": ["string", "null"]]],
      "agreement_date": date("Dated", "Made on"),
      "effective_date": date("Effective date", "Effective as of"),
      "expiration_date": date("Expires on", "Expiration date", "Terminates on"),
      "governing_law": text("Governing law", "Governed by the laws of"),
    ],
  ]

  private static func text(_ labels: String...) -> JSONValue { leaf("string", labels) }
  private static func number(_ labels: String...) -> JSONValue { leaf("number", labels) }
  private static func date(_ labels: String...) -> JSONValue {
    ["type": ["string", "null"], "format": "date", "x-labels": JSONValue(labels)]
  }

  /// A schema as one writes it who is in a hurry: nothing but names and types.
  static func namesAlone(_ schema: JSONValue) -> JSONValue {
    switch schema {
    case .object(let members):
      .object(
        JSONObject(
          members.filter { !["x-labels", "description"].contains($0.key) }
            .map { ($0.key, namesAlone($0.value)) }))
    case .array(let elements): .array(elements.map(namesAlone))
    default: schema
    }
  }

  private static func leaf(_ type: String, _ labels: [String]) -> JSONValue {
    ["type": ["null", .string(type)], "x-labels": JSONValue(labels)]
  }

  private static func party(_ labels: String...) -> JSONValue {
    [
      "type": "object", "x-labels": JSONValue(labels),
      "properties": [
        "name": text(), "street": text(), "postcode": text(), "city": text(),
        "vat_id": text("VAT ID", "USt-IdNr."),
      ],
    ]
  }

  private static func rows(_ properties: JSONValue) -> JSONValue {
    ["type": "array", "items": ["type": "object", "properties": properties]]
  }
}
