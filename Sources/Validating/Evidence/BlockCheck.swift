import Extraction
import JSON

/// Says which members of an object stand apart from the others.
///
/// The parts of an address stand in one block. A number that another block or page shows is none of
/// its parts, unless its label says so.
struct BlockCheck {
  typealias Leaf = EvidenceSearch.Leaf

  let layout: PageLayout
  let labels: LabelFit

  /// Lines that a block has at most.
  private static let reach = 8
  /// Lines between a town and its post code.
  private static let reachOfPostcode = 2
  /// Members that make a block.
  private static let fewest = 2

  /// Those with digits in them that stand apart; a name may well stand alone.
  func apart(_ scalars: [Leaf]) -> Set<JSONPointer> {
    let objects = Dictionary(grouping: scalars) { $0.path.parent ?? .root }
    let apart = objects.filter { !$0.key.isRoot }.values.flatMap { members in
      let parts = members.filter {
        [.text, .identifier].contains($0.sort) && $0.everywhere.count <= LabelFit.readPlaces
      }
      return parts.filter { part in isApart(part, from: parts.filter { $0.path != part.path }) }
    }
    return Set(apart.map(\.path))
  }

  private func isApart(_ leaf: Leaf, from others: [Leaf]) -> Bool {
    guard leaf.sort == .identifier, others.count >= Self.fewest,
      !leaf.everywhere.contains(where: { labels.fit(of: leaf.field, at: $0).own >= LabelFit.told })
    else { return false }
    let lines = lines(of: leaf)
    if isPostcode(at: lines, leaf, apartFromTownIn: others) { return true }
    let blocks = blocks(of: others)
    return !blocks.isEmpty
      && !blocks.contains { block in lines.contains { abs($0 - block) <= Self.reach } }
  }

  private func isPostcode(
    at lines: [Int], _ leaf: Leaf, apartFromTownIn others: [Leaf]
  ) -> Bool {
    guard FieldShape(of: leaf.field) == .postcode,
      let city = others.first(where: { FieldShape(of: $0.field) == .city })
    else { return false }
    return !self.lines(of: city).contains { line in
      lines.contains { abs($0 - line) <= Self.reachOfPostcode }
    }
  }

  /// The lines around which at least two members stand.
  private func blocks(of members: [Leaf]) -> [Int] {
    let lines = members.map(lines(of:))
    return Set(lines.joined()).filter { line in
      lines.count { $0.contains { abs($0 - line) <= Self.reach / 2 } } >= Self.fewest
    }
  }

  private func lines(of leaf: Leaf) -> [Int] {
    leaf.everywhere.map { layout.line(of: $0.start) }
  }
}
