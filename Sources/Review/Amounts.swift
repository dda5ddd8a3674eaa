/// Amounts as people read them.
package enum Amounts {
  /// Money in the user's currency: without trailing zeros after the second place, and never in the
  /// form 1e-05.
  package static func money(_ amount: Double) -> String {
    let millionths = Int((amount * 1_000_000).rounded())
    var digits = String(millionths % 1_000_000)
    digits = String(repeating: "0", count: 6 - digits.utf8.count) + digits
    while digits.utf8.count > 2, digits.hasSuffix("0") { digits.removeLast() }
    return "\(millionths / 1_000_000).\(digits)"
  }

  /// Such as `1 document` and `3 documents`.
  package static func counted(_ count: Int, _ noun: String) -> String {
    count == 1 ? "1 \(noun)" : "\(count) \(noun)s"
  }

  /// Such as `98.5 %`; rounded down, so that only all is 100 %.
  package static func share(_ part: Int, of whole: Int) -> String {
    guard whole > 0 else { return "" }
    let tenths = part * 1000 / whole
    return "\(tenths / 10).\(tenths % 10) %"
  }

  /// Such as `4.2 s`, `12 min 5 s` and `3 h 7 min`.
  package static func time(_ seconds: Double) -> String {
    let tenths = Int((seconds * 10).rounded())
    if tenths < 600 { return "\(tenths / 10).\(tenths % 10) s" }
    let minutes = tenths / 600
    return minutes < 60
      ? "\(minutes) min \(tenths % 600 / 10) s" : "\(minutes / 60) h \(minutes % 60) min"
  }
}
