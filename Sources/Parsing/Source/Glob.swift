/// A pattern for paths, as in .gitignore: `*`, `?`, `[a-z]` within a name, `**` over folders.
///
/// Case counts. A pattern without a slash is held against the name alone, at any depth. Paths are
/// bytes; a `?` takes one byte of a name that is not UTF-8 and one scalar of one that is.
struct Glob {
  private let names: [Pattern]

  private enum Pattern {
    /// `**`: any number of folders, none included.
    case anyFolders
    case name([Element])
  }

  private enum Element {
    /// `*`.
    case anything
    /// `?`.
    case one
    /// `[…]`, or a scalar itself.
    case set([ClosedRange<UInt32>], isNegated: Bool)
  }

  init(_ pattern: String) {
    var parts = pattern.split(separator: "/").map(String.init)
    if !pattern.contains("/") { parts.insert("**", at: 0) }
    names = parts.map { $0 == "**" ? .anyFolders : .name(Self.elements(of: $0)) }
  }

  /// Whether a path, relative to the folder that is searched, fits.
  func matches(_ path: [UInt8]) -> Bool {
    let parts = path.split(separator: UInt8(ascii: "/")).map(Self.units)
    return Self.matches(
      names, parts,
      isStar: { if case .anyFolders = $0 { true } else { false } },
      fits: { pattern, part in
        guard case .name(let elements) = pattern else { return false }
        return Self.matches(
          elements, part,
          isStar: { if case .anything = $0 { true } else { false } },
          fits: { Self.fits($0, $1) })
      })
  }

  /// Wildcard matching with one kind of star.
  ///
  /// After a mismatch only the last star can help, so it takes at most the product of both lengths.
  private static func matches<P, T>(
    _ pattern: [P], _ text: [T], isStar: (P) -> Bool, fits: (P, T) -> Bool
  ) -> Bool {
    var (p, t) = (0, 0)
    var star: (pattern: Int, text: Int)?
    while t < text.count {
      if p < pattern.count, isStar(pattern[p]) {
        star = (p, t)
        p += 1
      } else if p < pattern.count, fits(pattern[p], text[t]) {
        p += 1
        t += 1
      } else if let last = star {
        star = (last.pattern, last.text + 1)
        p = last.pattern + 1
        t = last.text + 1
      } else {
        return false
      }
    }
    return pattern[p...].allSatisfy(isStar)
  }

  private static func fits(_ element: Element, _ unit: UInt32) -> Bool {
    switch element {
    case .anything: false
    case .one: true
    case .set(let ranges, let isNegated): ranges.contains { $0.contains(unit) } != isNegated
    }
  }

  /// Scalars of a name; its bytes, beyond all scalars, where it is not UTF-8.
  private static func units(_ name: ArraySlice<UInt8>) -> [UInt32] {
    String(validating: name, as: UTF8.self)?.unicodeScalars.map(\.value)
      ?? name.map { $0 < 0x80 ? UInt32($0) : 0x11_0000 + UInt32($0) }
  }

  private static func elements(of name: String) -> [Element] {
    let scalars = name.unicodeScalars.map(\.value)
    var elements: [Element] = []
    var index = 0
    while index < scalars.count {
      switch scalars[index] {
      case 0x2A: elements.append(.anything)
      case 0x3F: elements.append(.one)
      case 0x5B:
        if let (set, end) = Self.set(scalars, after: index) {
          elements.append(set)
          index = end
        } else {
          elements.append(.set([0x5B...0x5B], isNegated: false))
        }
      case let scalar: elements.append(.set([scalar...scalar], isNegated: false))
      }
      index += 1
    }
    return elements
  }

  /// Reads `[abc]`, `[a-z]`, `[!a]`; nil where the bracket is never closed.
  private static func set(_ scalars: [UInt32], after start: Int) -> (Element, end: Int)? {
    var index = start + 1
    let isNegated = index < scalars.count && (scalars[index] == 0x21 || scalars[index] == 0x5E)
    if isNegated { index += 1 }
    var ranges: [ClosedRange<UInt32>] = []
    while index < scalars.count, scalars[index] != 0x5D || ranges.isEmpty {
      let first = scalars[index]
      if index + 2 < scalars.count, scalars[index + 1] == 0x2D, scalars[index + 2] != 0x5D {
        let last = scalars[index + 2]
        ranges.append(min(first, last)...max(first, last))
        index += 3
      } else {
        ranges.append(first...first)
        index += 1
      }
    }
    return index < scalars.count ? (.set(ranges, isNegated: isNegated), index) : nil
  }
}
