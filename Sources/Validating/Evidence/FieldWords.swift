/// What the words mean that name fields on business documents, in English, German, French, Spanish,
/// Italian and Dutch: `Rechnungsnummer` and `n° de facture` say what `invoice number` says.
///
/// A dictionary, not a thesaurus: a word that is not here stands for itself.
enum FieldWords {
  /// The meaning of each word, folded as ``TokenColumns/folded(_:_:)`` folds.
  static let meanings: [String: String] = Dictionary(
    lines.flatMap { meaning, words in
      words.split(separator: " ").map { (String($0), meaning) } + [(meaning, meaning)]
    }, uniquingKeysWith: { first, _ in first })

  /// Words that name nothing.
  static let fillers: Set<String> = Set(
    """
    a an and as at by for from in is of on or per the this to with your our their its it \
    am an auf aus bei das dem den der des die ein eine für im in ist mit nach und vom von zu zum \
    zur ihre ihr unsere bis zuzügl zuzüglich zzgl plus \
    à au aux d de des du en et l la le les par pour sur un une votre notre \
    al con del e el los las por su y di da dei della delle il lo i per \
    het een van op voor uw onze te
    """.split(separator: " ").map(String.init))

  private static let lines: [(String, String)] = [
    ("invoice", "bill rechnung facture factuur fattura factura beleg"),
    (
      "number",
      "no nr num nro nummer numéro numero número n nº n° id nos code kennziffer nummern"
    ),
    ("date", "datum fecha data dated dat tag day giorno día jour"),
    (
      "due",
      "fällig fälligkeit fälliger échéance echeance vencimiento scadenza verval vervaldatum "
        + "zahlbar payable payer pagar pagare betalen maturity"
    ),
    ("total", "totaal gesamt summe totale sum insgesamt totals gesamtsumme endsumme"),
    (
      "tax",
      "vat steuer ust mwst umsatzsteuer mehrwertsteuer steuern taxe tva iva btw gst impuesto "
        + "imposta taxes belasting"
    ),
    (
      "net",
      "netto nettobetrag ht excl exkl exklusive exclusive exclusief untaxed hors base imponible neto basis "
        + "imponibile taxable ohne"
    ),
    ("gross", "brutto bruttobetrag ttc incl inkl inklusive inclusief inclusive bruto lordo grand"),
    ("subtotal", "zwischensumme subtotaal subtotale soustotal"),
    ("amount", "betrag montant importe importo bedrag amounts beträge"),
    ("quantity", "qty menge quantité quantite cantidad quantità aantal anzahl stückzahl pcs qté"),
    ("price", "preis prix precio prezzo prijs"),
    ("unit", "einzel einheit einzelpreis unitaire unitario eenheid stück stuk pièce each"),
    (
      "customer",
      "kunde kunden client cliente klant clients klanten buyer käufer acheteur comprador "
        + "acquirente koper purchaser"
    ),
    (
      "seller",
      "verkäufer vendeur vendedor venditore verkoper vendor supplier lieferant fournisseur "
        + "proveedor fornitore leverancier issuer"
    ),
    ("recipient", "empfänger destinataire destinatario ontvanger bill-to"),
    ("order", "bestellung bestell auftrag auftrags commande pedido ordine bestelling order"),
    (
      "delivery",
      "lieferung liefer livraison entrega consegna levering shipping versand leistung "
        + "delivered"
    ),
    ("payment", "zahlung zahl paiement pago pagamento betaling règlement paid gezahlt payments"),
    ("balance", "saldo solde restbetrag outstanding"),
    ("discount", "rabatt remise descuento sconto korting skonto nachlass abschlag"),
    ("reference", "referenz référence referencia riferimento referentie ref réf zeichen"),
    ("contract", "vertrag contrat contrato contratto contract agreement"),
    (
      "description",
      "beschreibung bezeichnung désignation descripción descrizione omschrijving "
        + "désignations article artikel item leistung"
    ),
    ("position", "pos zeile ligne línea riga regel line"),
    ("name", "nom nombre nome naam"),
    ("address", "anschrift adresse dirección indirizzo adres"),
    ("street", "strasse rue calle via straat"),
    ("city", "ort stadt ville ciudad città plaats stad"),
    ("postcode", "plz zip postleitzahl cap postal"),
    ("country", "land pays país paese"),
    ("currency", "währung devise moneda valuta munt monnaie"),
    ("account", "konto compte cuenta conto rekening"),
    ("page", "seite página pagina bladzijde"),
    ("period", "zeitraum période periodo período periode"),
    ("phone", "telefon téléphone teléfono telefono telefoon tel telephone"),
    ("rate", "satz taux tasa tipo aliquota tarief"),
    ("effective", "wirksam inkrafttreten efectiva efficacia ingangsdatum commencement"),
    ("expiry", "expiration expires expire ablauf expiración scadenza einde ends termination"),
    ("birth", "geburt naissance nacimiento nascita geboorte"),
    ("issue", "issued ausstellung ausgestellt émission emission emisión emissione uitgifte"),
    ("law", "recht droit ley derecho legge diritto laws governing governed governs jurisdiction"),
    ("scale", "factor multiplier faktor échelle facteur escala scala fattore schaal magnitude"),
    ("sex", "gender geschlecht sexe sexo sesso geslacht"),
    ("summary", "abstract zusammenfassung résumé resumen sommario samenvatting statement"),
    ("weight", "gewicht poids peso"),
    ("term", "laufzeit durée duración durata looptijd"),
  ]
}
