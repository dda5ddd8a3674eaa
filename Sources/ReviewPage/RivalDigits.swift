/// Which digit takes which of the values that a field offers.
///
/// A value that is a digit itself has that digit: to type it and to take it is the same key. The
/// others have the digits that are left, in order, so no value that is offered has to be typed around.
enum RivalDigits {
  /// - Parameter values: 9 at most, no two the same.
  static func of(_ values: [String]) -> [Int] {
    let own = values.map { $0.utf8.count == 1 ? Int($0).flatMap { $0 > 0 ? $0 : nil } : nil }
    var free = (1...9).filter { !own.contains($0) }[...]
    return own.map { $0 ?? free.popFirst() ?? 0 }
  }
}
