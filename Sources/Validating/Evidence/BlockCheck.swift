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
  /// Places of one member that are looked at.
  private static let readPlaces = 64

  /// Those with digits in them that stand apart; a name may well stand alone.
  func apart(_ scalars: [Leaf]) -> [Leaf] {
    let objects = Dictionary(grouping: scalars) { $0.path.parent ?? .root }
    return objects.filter { !$0.key.isRoot }.values.flatMap { members -> [Leaf] in
      let parts = members.filter {
        [.text, .identifier].contains($0.sort) && $0.everywhere.count <= Self.readPlaces
      }
      return parts.filter { isApart($0, from: parts.filter { [path = $0.path] in $0.path != path }) }
    }
  }

  private func isApart(_ leaf: Leaf, from others: [Leaf]) -> Bool {
    guard leaf.sort == .identifier, others.count >= Self.fewest,
      !leaf.everywhere.contains(where: { labels.fit(of: leaf.field, at: $0).own >= LabelFit.told })
    else { return false }
    let lines = lines(of: leaf)
    if FieldShape(of: leaf.field) == .postcode,
      let city = others.first(where: { FieldShape(of: $0.field) == .city }),
      !self.lines(of: city).contains(where: { line in
        lines.contains { abs($0 - line) <= Self.reachOfPostcode }
      })
    {
      return true
    }
    let blocks = blocks(of: others)
    return !blocks.isEmpty
      && !blocks.contains { block in lines.contains { abs($0 - block) <= Self.reach } }
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
