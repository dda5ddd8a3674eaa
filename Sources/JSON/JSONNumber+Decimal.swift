extension JSONNumber {
  /// A number as sign, digits and power of ten: ±digits × 10^exponent.
  ///
  /// Normal form: digits neither begin nor end with a zero; zero has no digits, exponent 0 and no
  /// sign. Two numbers are equal exactly when their normal forms are.
  struct Decimal: Hashable {
    var isNegative = false
    /// Values 0 to 9, most significant first.
    var digits: [UInt8] = []
    var exponent = 0

    /// The places before or after the point that are told apart.
    private static let farthestPoint = 100_000_000_000_000_000
    /// Where counting a written exponent stops: no literal has digits enough to lead from here back
    /// to a place that is told apart.
    private static let largestExponent = 5 * farthestPoint

    /// Takes a well-formed literal apart.
    init(literal: String) {
      var shift = 0
      var inFraction = false
      var power: (isNegative: Bool, value: Int)?
      for byte in literal.utf8 {
        switch byte {
        case UInt8(ascii: "."): inFraction = true
        case UInt8(ascii: "e"), UInt8(ascii: "E"): power = (false, 0)
        case UInt8(ascii: "-") where power != nil: power?.isNegative = true
        case UInt8(ascii: "-"): isNegative = true
        case UInt8(ascii: "0")...UInt8(ascii: "9"):
          let digit = byte - UInt8(ascii: "0")
          if let value = power?.value {
            power?.value = min(value * 10 + Int(digit), Self.largestExponent)
          } else {
            if inFraction { shift -= 1 }
            if digit != 0 || !digits.isEmpty { digits.append(digit) }
          }
        default: break
        }
      }
      let written = power.map { $0.isNegative ? -$0.value : $0.value } ?? 0
      normalise(exponent: written + shift)
    }

    private mutating func normalise(exponent: Int) {
      let significant = digits.lastIndex { $0 != 0 }.map { $0 + 1 } ?? 0
      self.exponent = exponent + digits.count - significant
      digits.removeLast(digits.count - significant)
      // Limited by the place of the point, which the canonical literal shows, so it reads back equal.
      let point = self.exponent + digits.count
      self.exponent = min(max(point, -Self.farthestPoint), Self.farthestPoint) - digits.count
      if digits.isEmpty { (isNegative, self.exponent) = (false, 0) }
    }

    /// The value as an Int where it is one and fits.
    var intValue: Int? {
      guard exponent >= 0, digits.count + exponent <= 19 else { return nil }
      var value = 0
      for place in 0..<(digits.count + exponent) {
        let (shifted, overflow) = value.multipliedReportingOverflow(by: 10)
        let digit = place < digits.count ? Int(digits[place]) : 0
        // Counted downwards: the negative range is one longer.
        let (next, underflow) = shifted.subtractingReportingOverflow(digit)
        guard !overflow, !underflow else { return nil }
        value = next
      }
      if isNegative { return value }
      return value == .min ? nil : -value
    }

    var canonicalLiteral: String {
      guard !digits.isEmpty else { return "0" }
      let text = String(decoding: digits.map { $0 + UInt8(ascii: "0") }, as: UTF8.self)
      let sign = isNegative ? "-" : ""
      // The decimal point stands after this many digits (ECMA-262, Number::toString, n).
      let point = digits.count + exponent
      switch point {
      case digits.count...max(digits.count, 21) where point <= 21:
        return sign + text + String(repeating: "0", count: exponent)
      case 1...21 where point < digits.count:
        return sign + text.prefix(point) + "." + text.dropFirst(point)
      case -5...0:
        return sign + "0." + String(repeating: "0", count: -point) + text
      default:
        let fraction = digits.count > 1 ? "." + text.dropFirst() : ""
        return sign + text.prefix(1) + fraction + "e" + (point > 0 ? "+" : "") + String(point - 1)
      }
    }

    /// Whether this is an integer multiple of `divisor`.
    func isMultiple(of divisor: Decimal) -> Bool {
      guard !divisor.digits.isEmpty else { return false }
      guard !digits.isEmpty else { return true }
      // A negative shift would need our digits to end with a zero, and they never do.
      let shift = exponent - divisor.exponent
      guard shift >= 0 else { return false }
      // d divides n × 10^s for every s from the exponent of 2 or 5 in d on, and those are below
      // four times the number of its digits: more zeros change nothing.
      let zeros = min(shift, 4 * divisor.digits.count)
      return Self.divides(divisor.digits, digits + repeatElement(0, count: zeros))
    }

    /// Whether `divisor` divides `number`, by long division on decimal digits.
    private static func divides(_ divisor: [UInt8], _ number: [UInt8]) -> Bool {
      if divisor.count <= 18 {
        let divisor = divisor.reduce(0 as UInt64) { $0 * 10 + UInt64($1) }
        var rest: UInt64 = 0
        for digit in number {
          let product = rest.multipliedFullWidth(by: 10)
          let (low, carry) = product.low.addingReportingOverflow(UInt64(digit))
          rest = divisor.dividingFullWidth((product.high + (carry ? 1 : 0), low)).remainder
        }
        return rest == 0
      }
      var rest: [UInt8] = []
      for digit in number {
        if !rest.isEmpty || digit != 0 { rest.append(digit) }
        while !precedes(rest, divisor) { rest = difference(rest, divisor) }
      }
      return rest.isEmpty
    }

    /// Whether a number is below another; both without leading zeros.
    private static func precedes(_ left: [UInt8], _ right: [UInt8]) -> Bool {
      left.count == right.count ? left.lexicographicallyPrecedes(right) : left.count < right.count
    }

    /// A number less one that is not above it.
    private static func difference(_ left: [UInt8], _ right: [UInt8]) -> [UInt8] {
      var result = left.map(Int8.init)
      let offset = left.count - right.count
      for place in result.indices.reversed() {
        if place >= offset { result[place] -= Int8(right[place - offset]) }
        if result[place] < 0 {
          result[place] += 10
          result[place - 1] -= 1
        }
      }
      return result.drop { $0 == 0 }.map(UInt8.init)
    }
  }
}

extension JSONNumber.Decimal: Comparable {
  static func < (left: JSONNumber.Decimal, right: JSONNumber.Decimal) -> Bool {
    guard left.isNegative == right.isNegative else { return left.isNegative }
    return left.isNegative ? right.isCloserToZero(than: left) : left.isCloserToZero(than: right)
  }

  private func isCloserToZero(than other: JSONNumber.Decimal) -> Bool {
    guard !digits.isEmpty, !other.digits.isEmpty else { return !other.digits.isEmpty }
    let (magnitude, others) = (digits.count + exponent, other.digits.count + other.exponent)
    guard magnitude == others else { return magnitude < others }
    return digits.lexicographicallyPrecedes(other.digits)
  }
}
