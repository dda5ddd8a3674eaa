import Extraction
import Foundation
import JSON
import Ledger
import Review

/// Answers one request that the guard let through.
struct PageRoutes: Sendable {
  let desk: ReviewDesk
  let `guard`: PageGuard

  private var frame: Frame { Frame(desk: desk, changeToken: self.guard.changeToken) }

  /// Blocks on the ledger and on workers.
  func answer(_ request: PageRequest) -> PageAnswer {
    guard let path = request.path else { return Self.nothingHere }
    do {
      switch (request.method, path.count, path.first) {
      case ("GET", 0, _): return .html(try queue(request.query))
      case ("GET", 2, "assets"): return Self.asset(path[1])
      case ("GET", 2, "letters"): return try letter(path[1], request.query)
      case ("GET", 4, "letters") where path[2] == "pages":
        return try page(path[1], path[3], request)
      case ("GET", 1, "group"): return try GroupActions(frame: frame).page(request.query)
      case ("POST", 3, "letters"): return try act(path[1], path[2], request)
      case ("POST", 1, "undo"): return try LetterActions(desk: desk).undo(request.json ?? .null)
      case ("POST", 1, "group"): return try GroupActions(frame: frame).apply(request)
      default: return Self.nothingHere
      }
    } catch let error as DeadLetterLookupError {
      return .refusal(404, "\(error)")
    } catch let error as LedgerError {
      return .refusal(503, "\(error). \(error.advice)")
    } catch {
      return .refusal(500, "That went wrong: \(error)")
    }
  }

  private static let nothingHere = PageAnswer.refusal(404, "There is nothing here.")

  // MARK: - Pages

  private func queue(_ fields: [String: String]) throws -> HTML {
    let fields = fields.filter { !$0.value.isEmpty || $0.key == "rule" || $0.key == "field" }
    try desk.ledger.chooseForAudit(share: desk.audit)
    let query = desk.query(fields)
    var all = QueueQuery()
    all.audit = desk.audit
    let offset = max(0, Int(fields["from"] ?? "") ?? 0)
    let isFiltered = fields.keys.contains { $0 != "sort" && $0 != "from" }
    let groups = try desk.ledger.queueGroups(all, since: desk.lastVisit)
    let (entries, count) = try desk.ledger.queue(query, limit: QueuePage.length, offset: offset)
    return QueuePage(
      frame: frame, fields: fields, entries: entries, groups: groups,
      layouts: try layouts(query, isFiltered: isFiltered), count: count, offset: offset,
      settled: try desk.ledger.settledCounts(audit: desk.audit),
      pace: try desk.ledger.reviewPace(), now: Int(Date().timeIntervalSince1970 * 1000)
    ).html
  }

  /// The layouts to choose from: among all letters they say little, and texts are searched once.
  private func layouts(_ query: QueueQuery, isFiltered: Bool) throws -> [QueueLayout] {
    isFiltered && query.text.isEmpty ? try desk.ledger.queueLayouts(query, limit: 12) : []
  }

  private func letter(_ id: String, _ fields: [String: String]) throws -> PageAnswer {
    let shown = try desk.ledger.standing(matching: id)
    guard shown.document.hex == id else {
      return .redirect(to: "/letters/\(shown.document.hex)" + ReviewDesk.address(fields))
    }
    let query = desk.query(fields)
    let alike = try desk.ledger.queueCount(QueueQuery(cause: shown.cause))
    return .html(
      LetterPage(
        frame: frame, state: LetterState(shown, by: desk.decider),
        place: try desk.ledger.queuePlace(of: shown.document, in: query),
        others: shown.isWaiting ? max(0, alike - (shown.secondLook == .audit ? 0 : 1)) : 0,
        query: ReviewDesk.address(fields)
      ).html)
  }

  private func act(_ id: String, _ action: String, _ request: PageRequest) throws -> PageAnswer {
    guard let asked = request.json else { return .refusal(400, "This is no JSON.") }
    let shown = try desk.ledger.standing(matching: id)
    let actions = LetterActions(desk: desk)
    switch action {
    case "check": return actions.check(shown, asked)
    case "words": return try actions.words(shown, asked)
    case "decide": return try actions.decide(shown, asked, request.query)
    default: return Self.nothingHere
    }
  }

  // MARK: - Pictures and assets

  /// Dots per inch that pages may be asked for in.
  private static let resolutions: ClosedRange<Double> = 40...300

  private func page(_ id: String, _ name: String, _ request: PageRequest) throws -> PageAnswer {
    guard name.hasSuffix(".png"), let number = Int(name.dropLast(4)), number > 0 else {
      return Self.nothingHere
    }
    let shown = try desk.ledger.standing(matching: id)
    let dpi = Double(request.query["dpi"] ?? "") ?? 110
    do throws(Failure) {
      let bytes = try desk.renderer.image(
        ofPage: number,
        dpi: min(max(dpi, Self.resolutions.lowerBound), Self.resolutions.upperBound),
        of: desk.decider.original.file(of: shown))
      var answer = PageAnswer(200, "image/png", bytes)
      // The id is the content's hash, so what it shows never changes.
      answer.headers["cache-control"] = "private, max-age=3600, immutable"
      return answer
    } catch {
      return .refusal(404, error.message)
    }
  }

  private static func asset(_ name: String) -> PageAnswer {
    switch name {
    case "page.css": PageAnswer(200, "text/css; charset=utf-8", PackageResources.page_css)
    case "page.js": PageAnswer(200, "text/javascript; charset=utf-8", PackageResources.page_js)
    case "icon.svg": PageAnswer(200, "image/svg+xml", PackageResources.icon_svg)
    default: nothingHere
    }
  }
}
