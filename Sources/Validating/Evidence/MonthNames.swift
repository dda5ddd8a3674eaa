/// The months' names and short forms in English, German, French, Spanish, Italian and Dutch, folded
/// as ``TokenColumns/folded(_:_:)`` folds.
enum MonthNames {
  /// The number of each name's month.
  static let all: [String: Int] = Dictionary(
    names.enumerated().flatMap { place, names in
      names.split(separator: " ").map { (String($0), place + 1) }
    }, uniquingKeysWith: { first, _ in first })

  private static let names = [
    "january jan januar jänner jaenner janvier janv enero ene gennaio gen januari",
    "february feb februar feber février fevrier févr fevr fév fev febrero febbraio februari",
    "march mar märz maerz mär mrz mars marzo maart mrt",
    "april apr avril avr abril abr aprile",
    "may mai mayo maggio mag mei",
    "june jun juni juin junio giugno giu",
    "july jul juli juillet juil julio luglio lug",
    "august aug août aout agosto ago augustus",
    "september sep sept septembre septiembre setiembre settembre set",
    "october oct oktober okt octobre octubre ottobre ott",
    "november nov novembre noviembre",
    "december dec dezember dez décembre decembre déc diciembre dic dicembre",
  ]
}
