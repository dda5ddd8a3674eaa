/// Tells what a model wrote while it thought, `<think>…</think>`, from what it answers.
///
/// The tags are looked for outside of what was read as JSON: in a string they are text. The opening
/// tag may be missing, because many chat templates write it themselves, and so may the closing one,
/// where the model ran out of room.
enum Reasoning {
  /// All candidates of a text, each marked if it stands in reasoning, and how often a byte was
  /// looked at.
  ///
  /// A text that begins with reasoning is searched in two parts, so that a bracket that was opened
  /// in a thought does not take the answer in.
  static func search(
    _ bytes: UnsafeBufferPointer<UInt8>, after strict: consuming StrictReading, effort: Int
  ) -> (candidates: [JSONRepair.Candidate], steps: Int) {
    var steps = 0
    var found: [JSONRepair.Candidate] = []
    var start = 0
    if let tag = tagAfterLeadingReasoning(bytes) {
      var thoughts = RepairSearch(
        UnsafeBufferPointer(rebasing: bytes[..<tag.lowerBound]), effort: effort)
      thoughts.run()
      (found, steps, start) = (thoughts.found, thoughts.steps, tag.upperBound)
    }
    var search = RepairSearch(bytes, from: start, after: strict, effort: effort)
    search.run()
    found = found.isEmpty ? search.found : found + search.found
    if bytes.contains(UInt8(ascii: "<")) { mark(&found, in: bytes) }
    return (found, steps + search.steps)
  }

  /// The closing tag of the reasoning that a text begins with.
  private static func tagAfterLeadingReasoning(
    _ bytes: UnsafeBufferPointer<UInt8>
  ) -> Range<Int>? {
    guard let start = bytes.firstIndex(where: { $0 > 0x20 }), bytes[start] == UInt8(ascii: "<"),
      tag(at: start, of: bytes)?.isClosing == false,
      let tag = tags(in: start..<bytes.count, of: bytes).first(where: \.isClosing)
    else { return nil }
    return bytes[tag.place...].firstIndex(of: UInt8(ascii: ">")).map { tag.place..<($0 + 1) }
  }

  private static func mark(
    _ candidates: inout [JSONRepair.Candidate], in bytes: UnsafeBufferPointer<UInt8>
  ) {
    var end = 0
    // Those from here on stand in reasoning if a closing tag comes next.
    var first = 0
    var isOpen = false
    for index in 0...candidates.count {
      let next = index < candidates.count ? candidates[index].range.lowerBound : bytes.count
      for tag in tags(in: end..<max(end, next), of: bytes) {
        if tag.isClosing {
          for place in first..<index { candidates[place].isInReasoning = true }
        }
        (first, isOpen) = (index, !tag.isClosing)
      }
      if index < candidates.count { end = candidates[index].range.upperBound }
    }
    guard isOpen else { return }
    for place in first..<candidates.count { candidates[place].isInReasoning = true }
  }

  /// A tag that opens or closes reasoning.
  private struct Tag {
    let place: Int
    let isClosing: Bool
  }

  /// The tags in a part of a text.
  private static func tags(in range: Range<Int>, of bytes: UnsafeBufferPointer<UInt8>) -> [Tag] {
    let part = UnsafeBufferPointer(rebasing: bytes[..<range.upperBound])
    var tags: [Tag] = []
    for place in range where part[place] == UInt8(ascii: "<") {
      if let tag = tag(at: place, of: part) { tags.append(tag) }
    }
    return tags
  }

  private static func tag(at place: Int, of bytes: UnsafeBufferPointer<UInt8>) -> Tag? {
    let rest = bytes[place...]
    if rest.starts(with: "<think".utf8) { return Tag(place: place, isClosing: false) }
    return rest.starts(with: "</think".utf8) ? Tag(place: place, isClosing: true) : nil
  }
}
