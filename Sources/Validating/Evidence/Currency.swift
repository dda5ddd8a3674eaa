/// ISO 4217 codes, and the signs that stand for them on a page.
enum Currency {
  /// Codes in use.
  private static let codes: Set<String> = Set(
    """
    AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF BMD BND BOB BRL BSD BTN BWP BYN \
    BZD CAD CDF CHF CLP CNY COP CRC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL \
    GHS GIP GMD GNF GTQ GYD HKD HNL HTG HUF IDR ILS INR IQD IRR ISK JMD JOD JPY KES KGS KHR KMF \
    KPW KRW KWD KYD KZT LAK LBP LKR LRD LSL LYD MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN \
    MYR MZN NAD NGN NIO NOK NPR NZD OMR PAB PEN PGK PHP PKR PLN PYG QAR RON RSD RUB RWF SAR SBD \
    SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TND TOP TRY TTD TWD TZS UAH \
    UGX USD UYU UZS VES VND VUV WST XAF XCD XOF XPF YER ZAR ZMW ZWG
    """.split(separator: " ").map(String.init))

  /// What else is written for a currency.
  private static let marks: [String: [String]] = [
    "EUR": ["€", "Euro"], "USD": ["$", "US$"], "GBP": ["£"], "JPY": ["¥", "円"],
    "CNY": ["¥", "元", "RMB"], "CHF": ["Fr.", "SFr."], "INR": ["₹", "Rs.", "Rs"], "KRW": ["₩"],
    "RUB": ["₽"], "TRY": ["₺"], "UAH": ["₴"], "ILS": ["₪"], "VND": ["₫"], "THB": ["฿"],
    "NGN": ["₦"], "PHP": ["₱"], "PLN": ["zł"], "CZK": ["Kč"], "SEK": ["kr"], "NOK": ["kr"],
    "DKK": ["kr"], "ISK": ["kr"], "HUF": ["Ft"], "MYR": ["RM"], "BRL": ["R$"], "ZAR": ["R"],
    "CAD": ["$", "C$"], "AUD": ["$", "A$"], "NZD": ["$"], "HKD": ["$", "HK$"], "SGD": ["$", "S$"],
    "MXN": ["$"], "ARS": ["$"], "CLP": ["$"], "COP": ["$"], "TWD": ["NT$"], "IDR": ["Rp"],
    "PEN": ["S/"],
  ]

  /// Words for money, folded.
  static let names: Set<String> = [
    "dollar", "dollars", "euro", "euros", "pound", "pounds", "sterling", "yen", "yuan", "franc",
    "francs", "franken", "rupee", "rupees", "krone", "kroner", "kronor", "peso", "pesos", "real",
    "reais", "won", "rand", "zloty",
  ]

  private static let prefixes: Set<String> = Set(
    codes.map { $0.lowercased() } + ["rm", "rs", "fr", "sfr", "kr", "rp", "r", "us", "euro"])

  /// Whether a string is the code of a currency.
  static func isCode(_ text: String) -> Bool { codes.contains(text) }

  /// What stands for a currency on a page, besides its code.
  static func marks(of code: String) -> [String] { marks[code] ?? [] }

  /// Whether a folded word may be glued to the amount after it.
  static func precedesAmounts(_ word: String) -> Bool { prefixes.contains(word) }

  /// Whether a scalar is the sign of a currency.
  static func isSymbol(_ scalar: UInt32) -> Bool {
    [0x24, 0xA3, 0xA5].contains(scalar) || (0x20A0...0x20CF).contains(scalar)
  }
}
