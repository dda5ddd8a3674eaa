import Foundation

/// Labels of internationalised host names (IDNA 2008: RFC 5891, 5892 and 5893).
///
/// The properties of Unicode that Swift does not offer are asked of ICU.
enum InternationalLabel {
  /// Whether scalars form a U-label (RFC 5891, section 5.4).
  static func isValid(_ label: [Unicode.Scalar]) -> Bool {
    let text = String(String.UnicodeScalarView(label))
    guard let first = label.first, first != "-", label.last != "-",
      !(label.count >= 4 && label[2] == "-" && label[3] == "-"), !first.isMark,
      text.precomposedStringWithCanonicalMapping.unicodeScalars.elementsEqual(label)
    else { return false }
    return label.indices.allSatisfy { place in
      switch status(of: label[place]) {
      case .valid: true
      case .contextual: fitsContext(label, place)
      case .disallowed: false
      }
    }
  }

  private enum Status {
    case valid, contextual, disallowed
  }

  /// RFC 5892, section 3.
  private static func status(of scalar: Unicode.Scalar) -> Status {
    if let exception = exceptions[scalar.value] { return exception }
    if scalar.isASCII {
      let byte = UInt8(scalar.value)
      let isLower = byte.isLetter && byte & 0x20 != 0
      return isLower || byte.isDigit || byte == UInt8(ascii: "-") ? .valid : .disallowed
    }
    if scalar == "\u{200C}" || scalar == "\u{200D}" { return .contextual }
    if unstable.contains(scalar) { return .disallowed }
    switch scalar.properties.generalCategory {
    case .lowercaseLetter, .uppercaseLetter, .otherLetter, .decimalNumber, .modifierLetter,
      .nonspacingMark, .spacingMark:
      return .valid
    default: return .disallowed
    }
  }

  /// Section 2.6.
  private static let exceptions: [UInt32: Status] = {
    var result: [UInt32: Status] = [:]
    for valid: UInt32 in [0xDF, 0x3C2, 0x6FD, 0x6FE, 0xF0B, 0x3007] { result[valid] = .valid }
    for contextual: UInt32 in [0xB7, 0x375, 0x5F3, 0x5F4, 0x30FB] {
      result[contextual] = .contextual
    }
    for digit: UInt32 in 0...9 {
      result[0x660 + digit] = .contextual
      result[0x6F0 + digit] = .contextual
    }
    for disallowed: UInt32 in [
      0x640, 0x7FA, 0x302E, 0x302F, 0x3031, 0x3032, 0x3033, 0x3034, 0x3035, 0x303B,
    ] { result[disallowed] = .disallowed }
    return result
  }()

  /// The contextual rules (appendix A).
  private static func fitsContext(_ label: [Unicode.Scalar], _ place: Int) -> Bool {
    let before = place > 0 ? label[place - 1] : nil
    let after = place + 1 < label.count ? label[place + 1] : nil
    switch label[place].value {
    case 0x200C: return before.isVirama || joins(label, place)
    case 0x200D: return before.isVirama
    case 0xB7: return before == "l" && after == "l"
    case 0x375: return after.map(greek.contains) ?? false
    case 0x5F3, 0x5F4: return before.map(hebrew.contains) ?? false
    case 0x30FB: return label.contains(where: japanese.contains)
    case 0x660...0x669: return !label.contains { 0x6F0...0x6F9 ~= $0.value }
    default: return !label.contains { 0x660...0x669 ~= $0.value }
    }
  }

  /// Whether a zero width non-joiner stands between letters that would join (appendix A.1).
  private static func joins(_ label: [Unicode.Scalar], _ place: Int) -> Bool {
    let before = label[..<place].last { !transparent.contains($0) }
    let after = label[(place + 1)...].first { !transparent.contains($0) }
    return before.map(joiningLeft.contains) ?? false && after.map(joiningRight.contains) ?? false
  }

  // MARK: - Direction

  /// Whether a label has a letter or digit that is written from right to left.
  static func isRightToLeft(_ label: [Unicode.Scalar]) -> Bool {
    label.contains { rightToLeft.contains($0) || arabicNumber.contains($0) }
  }

  /// RFC 5893, section 2.
  static func keepsBidiRule(_ label: [Unicode.Scalar]) -> Bool {
    guard let first = label.first else { return false }
    let end = label.last { !nonspacing.contains($0) } ?? first
    if rightToLeft.contains(first) {
      let hasBothDigits =
        label.contains(where: europeanNumber.contains)
        && label.contains(where: arabicNumber.contains)
      return !hasBothDigits
        && label.allSatisfy {
          rightToLeft.contains($0) || arabicNumber.contains($0) || isNeutral($0)
        }
        && (rightToLeft.contains(end) || europeanNumber.contains(end) || arabicNumber.contains(end))
    }
    return leftToRight.contains(first)
      && label.allSatisfy { leftToRight.contains($0) || isNeutral($0) }
      && (leftToRight.contains(end) || europeanNumber.contains(end))
  }

  private static func isNeutral(_ scalar: Unicode.Scalar) -> Bool {
    europeanNumber.contains(scalar) || neutral.contains(scalar) || nonspacing.contains(scalar)
  }

  // MARK: - Properties

  /// Unstable under normalisation, ignorable, or of the blocks and jamo that RFC 5892 excludes
  /// (sections 2.2, 2.3, 2.4 and 2.9).
  private static let unstable = ScalarSet(
    icu: "[\\p{Changes_When_NFKC_Casefolded}\\p{Default_Ignorable_Code_Point}\\p{White_Space}"
      + "\\p{Noncharacter_Code_Point}\\u20D0-\\u20FF\\U0001D100-\\U0001D1FF"
      + "\\U0001D200-\\U0001D24F\\p{hst=L}\\p{hst=V}\\p{hst=T}]")
  private static let greek = ScalarSet(icu: "\\p{Script=Greek}")
  private static let hebrew = ScalarSet(icu: "\\p{Script=Hebrew}")
  private static let japanese = ScalarSet(
    icu: "[\\p{Script=Hiragana}\\p{Script=Katakana}\\p{Script=Han}]")
  private static let transparent = ScalarSet(icu: "\\p{jt=T}")
  private static let joiningLeft = ScalarSet(icu: "[\\p{jt=L}\\p{jt=D}]")
  private static let joiningRight = ScalarSet(icu: "[\\p{jt=R}\\p{jt=D}]")
  private static let rightToLeft = ScalarSet(icu: "[\\p{bc=R}\\p{bc=AL}]")
  private static let leftToRight = ScalarSet(icu: "\\p{bc=L}")
  private static let arabicNumber = ScalarSet(icu: "\\p{bc=AN}")
  private static let europeanNumber = ScalarSet(icu: "\\p{bc=EN}")
  private static let nonspacing = ScalarSet(icu: "\\p{bc=NSM}")
  private static let neutral = ScalarSet(
    icu: "[\\p{bc=ES}\\p{bc=CS}\\p{bc=ET}\\p{bc=ON}\\p{bc=BN}]")
}

extension Unicode.Scalar {
  fileprivate var isMark: Bool {
    switch properties.generalCategory {
    case .nonspacingMark, .spacingMark, .enclosingMark: true
    default: false
    }
  }
}

extension Unicode.Scalar? {
  fileprivate var isVirama: Bool { self?.properties.canonicalCombiningClass == .virama }
}
