import Extraction
import JSON

/// Finds the mail addresses among those of a list that no value of the record holds: each is a
/// person who lacks.
///
/// Authors, contacts and signatories stand side by side as often as below each other, so their lines
/// tell nothing. Each has one address, also where one domain is written for several.
struct MailCensus {
  private let value: JSONValue
  private let index: DocumentIndex
  /// The addresses of the document, in order.
  private let addresses: [Address]

  private struct Address {
    var text: String
    var place: DocumentIndex.Place
  }

  /// Addresses of a list that tell where others would stand.
  private static let fewest = 2
  /// Lines before the first of them and after the last.
  private static let reach = 2
  /// Bytes of the longest group of names before a domain.
  private static let longestGroup = 512

  init(_ value: JSONValue, _ index: DocumentIndex) {
    self.value = value
    self.index = index
    addresses = Self.addresses(in: index.bytes)
  }

  /// The lists that lack elements, in order of the record.
  var shortfalls: [RowCensus.Shortfall] {
    guard !addresses.isEmpty else { return [] }
    let held = value.leaves.compactMap { path, value in
      value.stringValue.map { (path: path, text: $0.lowercased()) }
    }
    let known = Set(held.map(\.text))
    let lists = Dictionary(grouping: held.filter { $0.text.contains("@") }) {
      $0.path.innermostElement?.parent
    }
    return lists.sorted { ($0.key ?? .root) < ($1.key ?? .root) }.compactMap { list, held in
      guard let list, let count = value[list]?.arrayValue?.count else { return nil }
      let missing = missing(beside: Set(held.map(\.text)), known)
        .dropFirst(max(0, count - held.count))
      return missing.isEmpty
        ? nil
        : RowCensus.Shortfall(
          list: list, seen: count + missing.count, extracted: count,
          rows: missing.map(\.place.range))
    }
  }

  private func missing(beside own: Set<String>, _ known: Set<String>) -> [Address] {
    let lines = addresses.filter { own.contains($0.text) }.map { index.line(of: $0.place.start) }
    guard lines.count >= Self.fewest, let first = lines.min(), let last = lines.max() else {
      return []
    }
    return addresses.filter { address in
      let line = index.line(of: address.place.start)
      return (first - Self.reach...last + Self.reach).contains(line)
        && !known.contains(address.text)
    }
  }

  // MARK: Addresses

  private static func addresses(in bytes: [UInt8]) -> [Address] {
    bytes.indices.filter { bytes[$0] == UInt8(ascii: "@") }.flatMap { sign -> [Address] in
      let end = bytes[(sign + 1)...].firstIndex { !isOfAddress($0) } ?? bytes.count
      let domain = String(decoding: bytes[sign..<end], as: UTF8.self)
      guard domain.dropFirst().dropLast().contains(".") else { return [] }
      return names(before: sign, bytes).map { name in
        let text = String(decoding: bytes[name], as: UTF8.self) + domain
        return Address(
          text: trimmed(text.lowercased()), place: DocumentIndex.Place(name.lowerBound..<end))
      }
    }
  }

  /// The name before a sign, or the names in brackets.
  private static func names(before sign: Int, _ bytes: [UInt8]) -> [Range<Int>] {
    guard sign > 0 else { return [] }
    let openings: [UInt8: UInt8] = [
      UInt8(ascii: "}"): UInt8(ascii: "{"), UInt8(ascii: "]"): UInt8(ascii: "["),
    ]
    guard let opening = openings[bytes[sign - 1]] else {
      let start = bytes[..<sign].lastIndex { !isOfAddress($0) }.map { $0 + 1 } ?? 0
      return start < sign ? [start..<sign] : []
    }
    guard let start = bytes[max(0, sign - longestGroup)..<sign].lastIndex(of: opening) else {
      return []
    }
    return bytes[(start + 1)..<(sign - 1)].split { !isOfAddress($0) }.map {
      $0.startIndex..<$0.endIndex
    }
  }

  /// A dot after an address ends its sentence.
  private static func trimmed(_ text: String) -> String {
    text.hasSuffix(".") ? String(text.dropLast()) : text
  }

  private static func isOfAddress(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "-"),
      UInt8(ascii: "_"), UInt8(ascii: "+"):
      true
    default: false
    }
  }
}
