/// Numbers with units, as people write them in a pipeline file.
enum Quantity {
  /// `50MB`, `1 GiB`, `2000`: bytes.
  static func bytes(_ text: String) -> Int? {
    integer(
      text,
      units: [
        "": 1, "b": 1, "kb": 1_000, "mb": 1_000_000, "gb": 1_000_000_000, "kib": 1_024,
        "mib": 1_048_576, "gib": 1_073_741_824,
      ])
  }

  /// `30s`, `500ms`, `2m`, `1h`: seconds.
  ///
  /// A bare number is seconds.
  static func seconds(_ text: String) -> Double? {
    guard let (number, unit) = split(text) else { return nil }
    let units: [String: Double] = ["": 1, "s": 1, "ms": 0.001, "m": 60, "min": 60, "h": 3600]
    return units[unit].map { number * $0 }
  }

  /// `200k`, `1m`, `3000`: a count.
  static func count(_ text: String) -> Int? {
    integer(text, units: ["": 1, "k": 1_000, "m": 1_000_000])
  }

  /// `2%`, `0.02`: a share, from 0 to 1.
  static func share(_ text: String) -> Double? {
    guard let (number, unit) = split(text), ["", "%"].contains(unit) else { return nil }
    let share = unit.isEmpty ? number : number / 100
    return share <= 1 ? share : nil
  }

  private static func integer(_ text: String, units: [String: Double]) -> Int? {
    guard let (number, unit) = split(text), let factor = units[unit] else { return nil }
    return Int(exactly: (number * factor).rounded())
  }

  /// The number, not below zero, and the unit in lower case.
  private static func split(_ text: String) -> (Double, String)? {
    let digits = text.prefix { $0.isNumber || $0 == "." || $0 == "_" }
    guard let number = Double(digits.filter { $0 != "_" }), number.isFinite, number < 1e15 else {
      return nil
    }
    let unit = text.dropFirst(digits.count).drop { $0 == " " }
    return (number, unit.lowercased())
  }
}
