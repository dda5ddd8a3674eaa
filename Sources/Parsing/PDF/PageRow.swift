/// A visual line of a region: segments that stand beside each other.
struct PageRow {
  /// In reading order.
  var segments: [Segment]
  var place: Rectangle
  /// The height of its first segment's characters.
  var em: Float

  /// Cells, as far as gaps tell.
  var cellCount: Int {
    1
      + zip(segments, segments.dropFirst()).count {
        Segment.gap($0.place, $1.place) >= Segment.wideGap * max($0.em, $1.em)
      }
  }

  var wordCount: Int { segments.reduce(0) { $0 + $1.words.count } }

  /// The rows of a region, from top to bottom.
  static func rows(of region: [Segment], in page: PageWords) -> [PageRow] {
    var rows: [PageRow] = []
    for segment in region.sorted(by: { $0.place.centerY < $1.place.centerY }) {
      // A taller neighbour may have come between, so the last few rows are looked at.
      let row = rows.indices.suffix(3).last { rows[$0].takes(segment) }
      if let row {
        rows[row].segments.append(segment)
        rows[row].place = rows[row].place.union(segment.place)
      } else {
        rows.append(PageRow(segments: [segment], place: segment.place, em: segment.em))
      }
    }
    for index in rows.indices {
      let isRightToLeft = rows[index].isRightToLeft(in: page)
      rows[index].segments.sort {
        isRightToLeft ? $0.place.x1 > $1.place.x1 : $0.place.x0 < $1.place.x0
      }
    }
    return rows
  }

  /// Whether a segment stands beside what the row has: at its height, and over none of it.
  private func takes(_ segment: Segment) -> Bool {
    guard let first = segments.first?.place else { return false }
    let shared = min(first.y1, segment.place.y1) - max(first.y0, segment.place.y0)
    guard shared >= 0.5 * min(first.height, segment.place.height) else { return false }
    return segments.allSatisfy { other in
      min(other.place.x1, segment.place.x1) - max(other.place.x0, segment.place.x0)
        < 0.3 * min(other.em, segment.em)
    }
  }

  /// Whether most of its words are Hebrew or Arabic (first bytes D6 to DF of their UTF-8).
  private func isRightToLeft(in page: PageWords) -> Bool {
    var count = 0
    for segment in segments {
      for index in segment.words {
        let first = page.bytes[page.words[index].range.lowerBound]
        count += (0xD6...0xDF).contains(first) ? 1 : -1
      }
    }
    return count > 0
  }
}
