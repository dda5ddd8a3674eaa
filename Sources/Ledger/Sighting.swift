package import Extraction

/// What was at a path when it was last seen.
package struct Sighting: Sendable, Equatable {
  package var path: DocumentPath
  /// Nil where the file was never read.
  package var document: Digest?
  /// Whether the last complete listing did not hold it.
  package var isGone: Bool

  package init(path: DocumentPath, document: Digest?, isGone: Bool = false) {
    self.path = path
    self.document = document
    self.isGone = isGone
  }

  /// The one that a person names: by its path as `list` writes it, by the path of the file, by the
  /// first digits of its content's hash, or by the end of its path.
  ///
  /// The first of these ways that fits any counts. Pure.
  ///
  /// - Parameters:
  ///   - base: the folder that relative paths of sightings are relative to.
  ///   - folder: the folder that a relative name is relative to.
  package static func named(
    _ name: String, among sightings: [Sighting], base: DocumentPath, folder: DocumentPath
  ) throws(SightingLookupError) -> Sighting {
    let path = DocumentPath(name)
    let file = path.resolved(against: folder).normalised
    let digits = name.lowercased()
    let isHash = digits.utf8.count >= 4 && digits.allSatisfy(\.isHexDigit)
    let ways: [(Sighting) -> Bool] = [
      { $0.path == path },
      { $0.path.resolved(against: base).normalised == file },
      { isHash && ($0.document?.hex.hasPrefix(digits) ?? false) },
      { $0.path.bytes.ends(in: [UInt8(ascii: "/")] + path.bytes) },
    ]
    for fits in ways {
      let found = sightings.filter(fits)
      let contents = Set(found.map(\.document))
      if contents.count > 1 {
        throw .several(name, found.map { .init(document: $0.document, path: $0.path) })
      }
      guard let first = found.first(where: { !$0.isGone }) ?? found.first else { continue }
      return first
    }
    throw .none(name)
  }
}

/// Why a name means no single document.
package enum SightingLookupError: Error, Sendable, Hashable, CustomStringConvertible {
  /// One of several that a name could mean.
  package struct Candidate: Sendable, Hashable {
    package let document: Digest?
    package let path: DocumentPath
  }

  /// No document that was ever seen.
  case none(String)
  /// More than one; which.
  case several(String, [Candidate])

  package var description: String {
    switch self {
    case .none(let name):
      "no document of this pipeline has the path \(name), nor a hash that begins so"
    case .several(let name, let candidates):
      "\(name) could be any of \(candidates.count) documents:"
        + candidates.map { "\n  \($0.document?.hex ?? "never read")  \($0.path)" }.joined()
    }
  }
}

extension DocumentPath {
  /// Without `.` and `..`, by the letter: links are not looked at.
  fileprivate var normalised: DocumentPath {
    var parts: [ArraySlice<UInt8>] = []
    for part in bytes.split(separator: UInt8(ascii: "/")) where part != [UInt8(ascii: ".")] {
      if part.elementsEqual("..".utf8) { _ = parts.popLast() } else { parts.append(part) }
    }
    return DocumentPath(bytes: parts.flatMap { [UInt8(ascii: "/")] + $0 })
  }
}

extension [UInt8] {
  fileprivate func ends(in end: [UInt8]) -> Bool {
    count >= end.count && suffix(end.count).elementsEqual(end)
  }
}
