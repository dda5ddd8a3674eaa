import Extraction
import JSON
import JSONSchema

/// Compares the lists of a record with the rows that its document shows.
///
/// Rows are counted in several ways, and the first that says anything of a list counts: those of the
/// table or the numbered list that the elements stand in (``RowCensus``), the cells of the line that
/// they stand in side by side (``ColumnCensus``), the mail addresses around theirs (``MailCensus``);
/// for a list without elements those below a header that names its properties (``RowHeader``); and,
/// where nothing else speaks, what the document itself says it has (``RowStatement``). A document
/// that lacks pages lacks what stands on them (``PageStatement``).
struct RowCheck {
  let text: TextLines
  let search: EvidenceSearch
  let schema: Schema
  let policy: ValidationSettings.Completeness

  /// The lists that lack rows.
  func shortfalls(in record: JSONValue, _ evidence: [JSONPointer: Evidence])
    -> [RowCensus.Shortfall]
  {
    guard policy != .off else { return [] }
    let census = RowCensus(RowPlaces(record, evidence, in: text), in: text, isShown: isShown)
    var found = census.shortfalls
    for shortfalls in [
      ColumnCensus(record, evidence, in: text).shortfalls,
      MailCensus(record, search.index).shortfalls,
    ] {
      found += shortfalls.filter { new in !found.contains { $0.list == new.list } }
    }
    let lists = lists(in: schema, at: .root)
    for list in lists where record[list]?.arrayValue?.isEmpty ?? true {
      guard let row = RowHeader(of: list, in: schema, text).firstRow else { continue }
      let rows = census.rows(around: row)
      guard !rows.isEmpty else { continue }
      found.append(
        RowCensus.Shortfall(list: list, seen: rows.count, extracted: 0, rows: rows))
    }
    if found.isEmpty, lists.count == 1, let stated = stated(in: record, lists[0]) {
      found.append(stated)
    }
    return found
  }

  /// What is said of a list that lacks rows.
  func finding(_ shortfall: RowCensus.Shortfall) -> Finding {
    Finding(
      .incomplete, at: shortfall.list, severity: policy == .required ? .error : .warning,
      "\(shortfall.seen) rows seen, \(shortfall.extracted) extracted\(places(shortfall.rows)).")
  }

  /// What is said of the lists of a document that has fewer pages than it says: rows that stood on
  /// them can be asked of nobody.
  var missingPages: [Finding] {
    let (pages, lists) = (search.document.pages.count, lists(in: schema, at: .root))
    guard policy != .off, !lists.isEmpty,
      let stated = PageStatement.count(in: text, pages: pages), stated > pages
    else { return [] }
    return lists.map { list in
      Finding(
        .incomplete, at: list, severity: policy == .required ? .error : .warning,
        "The document says that it has \(stated) pages; \(pages) \(pages == 1 ? "is" : "are") here."
      )
    }
  }

  /// Such as `: 14 of the missing ones stand on page 2, 15 on page 3`.
  private func places(_ rows: [Range<Int>]) -> String {
    var pages: [(page: Int, count: Int)] = []
    for row in rows {
      guard let page = search.document.page(at: row.lowerBound) else { return "" }
      if pages.last?.page == page {
        pages[pages.count - 1].count += 1
      } else {
        pages.append((page, 1))
      }
    }
    guard let first = pages.first else { return "" }
    let others = pages.dropFirst().map { ", \($0.count) on page \($0.page)" }
    return ": \(first.count) of the missing ones on page \(first.page)" + others.joined()
  }

  private func stated(in record: JSONValue, _ list: JSONPointer) -> RowCensus.Shortfall? {
    let statements = RowStatement.all(in: text)
    let elements = record[list]?.arrayValue ?? []
    guard !statements.isEmpty, !RowStatement.agree(statements, with: elements) else { return nil }
    return RowCensus.Shortfall(
      list: list, seen: statements.max() ?? 0, extracted: elements.count, rows: [])
  }

  /// The lists of objects that are not within lists themselves.
  private func lists(in schema: Schema, at path: JSONPointer) -> [JSONPointer] {
    guard path.tokens.count < Self.deepest else { return [] }
    let properties = schema.subschema(for: path)?["properties"]?.objectValue?.keys ?? []
    return properties.flatMap { name -> [JSONPointer] in
      let place = path.appending(name)
      if schema.expectation(at: place)?.types.contains(.array) == true,
        schema.subschema(for: place.appending(0))?["properties"] != nil
      {
        return [place]
      }
      return lists(in: schema, at: place)
    }
  }

  /// A schema may contain itself.
  private static let deepest = 8

  private func isShown(_ number: Double, after offset: Int) -> Bool {
    guard let number = JSONNumber((number * 1000).rounded() / 1000) else { return false }
    return search.index.places(ofNumber: NumberKey(number)).contains {
      $0.range.lowerBound >= offset
    }
  }
}
