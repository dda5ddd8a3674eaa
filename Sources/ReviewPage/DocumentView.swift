import Extraction
import JSON
import Ledger
import Review

/// The document beside the form: its pages as pictures with places for boxes, or its text.
struct DocumentView {
  private let state: LetterState

  /// Pages and bytes of text shown at most; the rest is named.
  private static let mostPages = 400
  private static let mostText = 400_000

  init(_ state: LetterState) {
    self.state = state
  }

  var html: HTML {
    switch state.reading {
    case .absent(let why):
      """
      <div class="nothing"><p>\(Self.sentence(why))</p>\(quotes)</div>
      """
    case .document(let document) where document.pages.isEmpty:
      "<div class=\"prose\" id=\"text\" tabindex=\"0\" aria-label=\"Text of the document\">\(text(document))</div>"
    case .document(let document):
      document.pages.prefix(Self.mostPages).map(page).joined()
        + (document.pages.count > Self.mostPages
          ? "<p class=\"none\">\(document.pages.count - Self.mostPages) more pages are not shown.</p>"
          : .empty)
    }
  }

  /// How many pages there are; 0 where there are none to draw.
  var pageCount: Int { state.reading.document?.pages.count ?? 0 }

  private func page(_ page: ParsedDocument.Page) -> HTML {
    let id = state.shown.document.hex
    let (width, height) = (Self.points(page.width), Self.points(page.height))
    return """
      <figure class="page" id="page-\(page.number)" data-page="\(page.number)">
      <img src="/letters/\(id)/pages/\(page.number).png" width="\(width)" height="\(height)" \
      loading="lazy" draggable="false" alt="Page \(page.number)">
      <svg viewBox="0 0 \(width) \(height)" preserveAspectRatio="none" aria-hidden="true"></svg>
      </figure>
      """
  }

  private static func points(_ length: Double) -> Int { max(1, Int(length.rounded())) }

  // MARK: - Text

  private func text(_ document: ParsedDocument) -> HTML {
    let ranges = state.record.evidence.compactMap { place, evidence in
      evidence.range.map { (range: $0, place: place) }
    }.sorted { ($0.range.lowerBound, $0.place) < ($1.range.lowerBound, $1.place) }
    let blocks =
      document.blocks.isEmpty
      ? [ParsedDocument.Block(kind: .paragraph, range: 0..<document.text.utf8.count)]
      : document.blocks
    return blocks.filter { $0.range.upperBound <= Self.mostText }.map { block -> HTML in
      let inside = ranges.filter {
        $0.range.lowerBound >= block.range.lowerBound
          && $0.range.upperBound <= block.range.upperBound
      }
      let kind = block.kind.rawValue
      return """
        <p class="\(kind)" data-start="\(block.range.lowerBound)">\
        \(marked(block.range, inside, in: document))</p>
        """
    }.joined()
  }

  /// The words of a block with a mark around each that is evidence; of two that overlap the first.
  private func marked(
    _ block: Range<Int>, _ ranges: [(range: Range<Int>, place: JSONPointer)],
    in document: ParsedDocument
  ) -> HTML {
    var html = HTML.empty
    var done = block.lowerBound
    for (range, place) in ranges where range.lowerBound >= done {
      html += "\(String(document.text(in: done..<range.lowerBound)))"
      html += "<mark data-for=\"\(place)\">\(String(document.text(in: range)))</mark>"
      done = range.upperBound
    }
    return html + "\(String(document.text(in: done..<block.upperBound)))"
  }

  // MARK: - Without the file

  /// What was kept of the document's own words.
  private var quotes: HTML {
    let rows = state.record.evidence.sorted { $0.key < $1.key }.compactMap { place, evidence in
      evidence.quote.map { "<tr><th>\(place)</th><td>\($0)</td></tr>" as HTML }
    }
    guard !rows.isEmpty else { return .empty }
    return "<p>This was read in it:</p><table class=\"plain\">\(rows.joined())</table>"
  }

  static func sentence(_ text: String) -> String {
    capitalised(text.replacing(".)", with: ")")) + "."
  }

  static func capitalised(_ text: String) -> String {
    text.prefix(1).uppercased() + text.dropFirst()
  }
}

/// Where evidence stands on the pages, for the script that draws it.
struct EvidenceBoxes {
  /// `[{"at","page","box":[x0,y0,x1,y1]}]`, boxes in points.
  static func json(_ evidence: [JSONPointer: Evidence]) -> JSONValue {
    .array(
      evidence.sorted { $0.key < $1.key }
        .flatMap { json($0.value, at: $0.key).arrayValue ?? [] })
  }

  /// The same of one value.
  static func json(_ evidence: Evidence, at place: JSONPointer) -> JSONValue {
    .array(
      evidence.boxes.map { box in
        [
          "at": .string(place.description), "page": JSONValue(evidence.page ?? 1),
          "box": .array([box.x0, box.y0, box.x1, box.y1].map { JSONValue(Double($0) / 100) }),
        ]
      })
  }
}
