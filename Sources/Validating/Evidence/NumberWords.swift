/// Numbers written as words, in English, German, French, Spanish, Italian and Dutch: the small ones,
/// the tens, and the round ones that are made of them.
///
/// Words that say something else in another of these languages (`due`, `once`, `sei`) are left out.
enum NumberWords {
  /// What each word is worth, folded as ``TokenColumns/folded(_:_:)`` folds.
  static let values: [String: Int] = {
    var values: [String: Int] = [:]
    for (value, words) in plain {
      for word in words.words { values[word] = value }
    }
    for (hundred, thousand, words) in compounding {
      for (value, word) in words.map({ (values[$0] ?? 1, $0) }) {
        if value < 10 { values[word + hundred] = value * 100 }
        values[word + thousand] = value * 1000
      }
    }
    return values
  }()

  /// The power of ten that a word after a number multiplies it with.
  static let scales: [String: Int] = [
    "k": 3, "tsd": 3, "thousand": 3, "tausend": 3, "mille": 3, "duizend": 3, "mila": 3,
    "mio": 6, "mn": 6, "mln": 6, "million": 6, "millions": 6, "millionen": 6, "millones": 6,
    "milioni": 6, "miljoen": 6, "mrd": 9, "bn": 9, "billion": 9, "billions": 9, "milliarde": 9,
    "milliarden": 9, "milliard": 9, "milliards": 9, "miliardi": 9, "miljard": 9,
  ]

  /// Words between the parts of one number.
  static let connectors = ["and", "und", "et", "y", "e", "en"]

  private static let plain: [(Int, String)] = [
    (1, "one eins"), (2, "two zwei deux dos twee"), (3, "three drei trois tres tre drie"),
    (4, "four vier quatre cuatro quattro"), (5, "five fünf cinq cinco cinque vijf"),
    (6, "six sechs seis zes"), (7, "seven sieben sept siete sette zeven"),
    (8, "eight acht huit ocho otto"), (9, "nine neun neuf nueve nove negen"),
    (10, "ten zehn dix diez dieci tien"), (11, "eleven elf onze undici"),
    (12, "twelve zwölf douze doce dodici twaalf"), (13, "thirteen dreizehn treize trece"),
    (14, "fourteen vierzehn quatorze catorce"), (15, "fifteen fünfzehn quinze quindici vijftien"),
    (16, "sixteen sechzehn seize"), (17, "seventeen siebzehn"), (18, "eighteen achtzehn"),
    (19, "nineteen neunzehn"), (20, "twenty zwanzig vingt veinte venti twintig"),
    (30, "thirty dreissig trente treinta trenta dertig"),
    (40, "forty vierzig quarante cuarenta quaranta veertig"),
    (50, "fifty fünfzig cinquante cincuenta cinquanta vijftig"),
    (60, "sixty sechzig soixante sesenta sessanta zestig"),
    (70, "seventy siebzig setenta settanta zeventig"),
    (80, "eighty achtzig ochenta ottanta tachtig"),
    (90, "ninety neunzig noventa novanta negentig"),
    (100, "hundred hundert cent cien cento honderd einhundert"),
    (1000, "thousand tausend mille mil duizend eintausend"),
    (1_000_000, "million millionen millón milione miljoen"),
    (1_000_000_000, "billion milliarde milliard miljard"),
  ]

  /// The words by which a table says what all its numbers are multiplied with: `in thousands`.
  static func factors(_ value: Int) -> [String] {
    switch value {
    case 1000: ["thousands", "thousand", "tsd", "tausend", "milliers", "miles", "migliaia"]
    case 1_000_000: ["millions", "million", "mio", "millionen", "millones", "milioni", "miljoen"]
    case 1_000_000_000:
      ["billions", "billion", "mrd", "milliarden", "milliards", "miliardi", "miljard"]
    default: []
    }
  }

  /// Words that a hundred or a thousand is written in one with.
  private static let compounding: [(hundred: String, thousand: String, words: [String])] = [
    ("hundert", "tausend", "zwei drei vier fünf sechs sieben acht neun zehn zwölf".words),
    ("hundert", "tausend", "fünfzehn zwanzig dreissig vierzig fünfzig sechzig hundert".words),
    ("honderd", "duizend", "twee drie vier vijf zes zeven acht negen tien twintig".words),
  ]

  /// The least that no word says alone: a million is one of something.
  static let leastFactor = 1_000_000

  /// The number that words in a row make; each is one of ``values``.
  static func value(of parts: some Sequence<Int>) -> Int {
    var (total, current) = (0, 0)
    for part in parts {
      switch part {
      case 1000...:
        total += max(current, 1) * part
        current = 0
      case 100: current = max(current, 1) * 100
      default: current += part
      }
    }
    return total + current
  }
}

extension String {
  fileprivate var words: [String] { split(separator: " ").map(String.init) }
}
