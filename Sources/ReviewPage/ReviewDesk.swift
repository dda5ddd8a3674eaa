package import Extraction
import JSON
import Ledger
package import Review

/// What a reviewer works with: the queue, the checks and decisions, the pages.
package struct ReviewDesk: Sendable {
  /// The pipeline's name.
  let name: String
  let decider: Decider
  let renderer: any PageRenderer
  /// The share of accepted records that stand in the queue too, 0 to 1.
  let audit: Double
  /// When this reviewer was here before, in milliseconds since 1970; 0 at the first visit.
  let lastVisit: Int
  /// The models that may be asked, in order.
  let route: [ModelSettings]
  let publisher: Publisher

  var ledger: PipelineLedger { decider.ledger }

  /// - Parameters:
  ///   - publisher: brings the result files up to what was decided.
  /// - Throws: `LedgerError`.
  package init(
    name: String, decider: Decider, renderer: any PageRenderer, audit: Double,
    route: [ModelSettings], publisher: Publisher
  ) throws {
    self.name = name
    self.decider = decider
    self.renderer = renderer
    self.audit = audit
    self.route = route
    self.publisher = publisher
    lastVisit = try decider.ledger.visit(by: decider.reviewer) ?? 0
  }

  /// The queue that a page's address means.
  func query(_ fields: [String: String]) -> QueueQuery {
    var query = QueueQuery()
    query.audit = audit
    query.failureClass = fields["class"].flatMap(FailureClass.init(rawValue:))
    query.isAuditOnly = fields["class"] == Self.second
    query.rule = fields["rule"]
    query.field = fields["field"]
    query.layout = fields["layout"]
    query.text = fields["q"] ?? ""
    query.newSince = fields["new"] == nil ? nil : lastVisit
    switch fields["sort"] {
    case "path": query.order = .path
    case "oldest": query.order = .oldest
    case "newest": query.order = .newest
    case let sort? where sort.hasPrefix("value:"): query.order = .value(String(sort.dropFirst(6)))
    default: query.order = .cause
    }
    return query
  }

  /// The word in addresses for accepted records that are looked at once more.
  static let second = "second_look"

  /// The part of an address that means the same queue; empty, or beginning with `?`.
  static func address(_ fields: [String: String]) -> String {
    let known = ["class", "rule", "field", "layout", "q", "new", "sort"]
    let pairs = known.compactMap { name in
      fields[name].map { "\(name)=\(PageRequest.encoded($0))" }
    }
    return pairs.isEmpty ? "" : "?" + pairs.joined(separator: "&")
  }

  /// The fields of an address that mean the letters with one cause.
  static func fields(of cause: Cause) -> [String: String] {
    [
      "class": cause.failureClass?.rawValue ?? second, "rule": cause.rule ?? "",
      "field": cause.field ?? "",
    ]
  }
}
