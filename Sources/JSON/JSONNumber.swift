/// A JSON number: its literal as written, compared by mathematical value.
///
/// A number written as a plain 64-bit integer, which nearly all are, is stored as that integer;
/// any other keeps its literal. Nothing passes through a Double, so `0.1` is one tenth, `1e400` is
/// a number, and `1e999999999` costs no more than its eleven bytes.
///
/// A decimal point that lies more than 10^17 places away is taken to lie there: only numbers that
/// differ solely in so great an exponent are then held equal.
package struct JSONNumber: Sendable {
  enum Storage: Sendable {
    /// A number whose literal is this integer's decimal form.
    case integer(Int)
    /// Any other literal of RFC 8259's grammar.
    case literal(String)
  }

  let storage: Storage

  /// An integer.
  package init(_ value: Int) {
    storage = .integer(value)
  }

  /// The shortest decimal that reads back as the same Double, without a trailing `.0`; nil for
  /// infinities and NaN, which JSON cannot write.
  package init?(_ value: Double) {
    guard value.isFinite else { return nil }
    if let integer = Int(exactly: value), value.magnitude < 1e15,
      value != 0 || value.sign == .plus
    {
      self.init(integer)
    } else {
      let text = value.description
      self.init(literal: text.hasSuffix(".0") ? String(text.dropLast(2)) : text)
    }
  }

  /// A number by its literal; nil unless the text is a number of RFC 8259, section 6, and nothing
  /// else.
  package init?(literal: String) {
    var copy = literal
    let scanned = copy.withUTF8 { bytes in
      NumberScan(bytes, at: 0).flatMap { $0.end == bytes.count ? $0 : nil }
    }
    guard let scanned else { return nil }
    storage = scanned.integer.map(Storage.integer) ?? .literal(literal)
  }

  /// A number whose literal is known to be well formed and no plain 64-bit integer.
  init(checked literal: String) {
    storage = .literal(literal)
  }

  /// The number as it was written.
  package var literal: String {
    switch storage {
    case .integer(let value): String(value)
    case .literal(let text): text
    }
  }

  /// The number as an integer where it is one and fits: 1e2 is 100, 1.0 is 1, 1.5 is nil.
  package var intValue: Int? {
    switch storage {
    case .integer(let value): value
    case .literal: decimal.intValue
    }
  }

  /// The nearest Double; infinite where the number is beyond a Double's range.
  package var doubleValue: Double {
    switch storage {
    case .integer(let value): Double(value)
    case .literal(let text): Double(text) ?? .nan
    }
  }

  /// Whether the number has no fractional part, however it is written (JSON Schema's `integer`).
  package var isInteger: Bool {
    switch storage {
    case .integer: true
    case .literal: decimal.exponent >= 0
    }
  }

  /// Whether the number is below zero.
  package var isNegative: Bool {
    switch storage {
    case .integer(let value): value < 0
    case .literal: decimal.isNegative
    }
  }

  /// The one literal of this value: equal numbers have the same, different numbers never.
  ///
  /// Laid out as ECMAScript and so RFC 8785 lay out numbers (plain from 1e-6 to below 1e21, else
  /// with an exponent), but with all digits of the exact decimal instead of a Double's.
  package var canonicalLiteral: String {
    switch storage {
    case .integer(let value): String(value)
    case .literal: decimal.canonicalLiteral
    }
  }

  /// Whether this is an integer multiple of `divisor`, exactly; false for a divisor of zero.
  package func isMultiple(of divisor: JSONNumber) -> Bool {
    if case (.integer(let value), .integer(let divisor)) = (storage, divisor.storage) {
      guard divisor != 0 else { return false }
      return value.magnitude % divisor.magnitude == 0
    }
    return decimal.isMultiple(of: divisor.decimal)
  }

  /// The value taken apart.
  var decimal: Decimal {
    Decimal(literal: literal)
  }
}

extension JSONNumber: Hashable {
  package static func == (left: JSONNumber, right: JSONNumber) -> Bool {
    switch (left.storage, right.storage) {
    case (.integer(let left), .integer(let right)): left == right
    case (.literal(let left), .literal(let right)) where left.utf8.elementsEqual(right.utf8): true
    default: left.decimal == right.decimal
    }
  }

  package func hash(into hasher: inout Hasher) {
    if let integer = intValue {
      hasher.combine(integer)
    } else {
      hasher.combine(decimal)
    }
  }
}

extension JSONNumber: Comparable {
  package static func < (left: JSONNumber, right: JSONNumber) -> Bool {
    if case (.integer(let left), .integer(let right)) = (left.storage, right.storage) {
      return left < right
    }
    return left.decimal < right.decimal
  }
}

extension JSONNumber: ExpressibleByIntegerLiteral {
  package init(integerLiteral value: Int) {
    self.init(value)
  }
}

extension JSONNumber: CustomStringConvertible {
  /// The literal as written.
  package var description: String { literal }
}
