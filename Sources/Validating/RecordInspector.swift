import Extraction
import JSON
import JSONSchema

/// Checks one merged record against its document: schema, evidence, rows, rules, conflicts.
struct RecordInspector {
  /// A record with what asking needs to know of it.
  struct Inspection {
    var record: Record
    /// The lists that lack rows, with the rows.
    var shortfalls: [RowCensus.Shortfall] = []

    /// How much is wrong: each error counts, and a list that lacks rows counts once for each.
    var defects: Int {
      let errors = record.findings.count {
        $0.severity == .error && $0.failureClass != .incomplete
      }
      return errors + shortfalls.reduce(0) { $0 + $1.seen - $1.extracted }
    }
  }

  let search: EvidenceSearch
  let shape: RecordShape
  /// What replies look like: the schema with members for quotes.
  let asked: Schema
  let rules: RuleChecker
  let rows: RowCheck

  /// The record in the schema's order, with evidence, what is missing, and findings by path and
  /// gravity.
  ///
  /// - Parameters:
  ///   - ranges: the part of the text that each chunk holds; all of it where it is not given.
  ///   - failures: what else is to be said.
  func inspect(
    _ merge: ChunkMerge, ranges: [Int: Range<Int>] = [:], failures: [Finding] = []
  ) -> Inspection {
    guard let merged = merge.value else {
      let remarks = failures + HiddenTextReport.findings(about: search.document)
      return Inspection(record: Record(value: .null, findings: Self.sorted(remarks)))
    }
    let (record, quotes) = QuoteSchema.separate(merged, isQuote: isQuote)
    return inspect(
      record, quotes: quotes,
      findings: failures + merge.conflicts.filter { !isQuote($0.path) },
      isUnasked: merge.isUnasked
    ) { path in
      merge.sources(of: path).first.flatMap { ranges[$0.chunk] }
    }
  }

  /// The record of a person, or from elsewhere: it has no quotes.
  func inspect(_ record: JSONValue) -> Record {
    inspect(record, quotes: nil, findings: []) { _ in nil }.record
  }

  private func inspect(
    _ record: JSONValue, quotes: [JSONPointer: String]?, findings: [Finding],
    isUnasked: (JSONPointer) -> Bool = { _ in false }, scope: (JSONPointer) -> Range<Int>?
  ) -> Inspection {
    let value = shape.ordered(record)
    let shown = search.search(value, quotes: quotes, scope: scope)
    let shortfalls = rows.shortfalls(in: value, shown.evidence)
    let findings =
      findings + HiddenTextReport.findings(about: search.document) + schemaFindings(value)
      + dateFindings(value) + shown.findings
      + shortfalls.map(rows.finding) + rows.missingPages + rules.findings(for: value)
    let missing = shape.missing(in: value).map { path, _ in
      (path, isUnasked(path) ? Record.Missing.notAsked : .absent)
    }
    let record = Record(
      value: value, evidence: shown.evidence,
      missing: Dictionary(uniqueKeysWithValues: missing), findings: Self.sorted(findings))
    return Inspection(record: record, shortfalls: shortfalls)
  }

  private func isQuote(_ path: JSONPointer) -> Bool {
    asked.annotation(QuoteSchema.keyword, at: path) == true
  }

  private func schemaFindings(_ value: JSONValue) -> [Finding] {
    shape.schema.validate(value).map { error in
      let found = value[error.place]
      return Finding(
        error.isUndecided ? .undecided : .invalid, at: error.place, error.message,
        value: found?.isContainer == true ? nil : found)
    }
  }

  /// Texts that have not the form of a date which their descriptions ask for.
  private func dateFindings(_ value: JSONValue) -> [Finding] {
    var known: [JSONPointer: DateFormat] = [:]
    return value.leaves.compactMap { path, value in
      guard let text = value.stringValue else { return nil }
      let field = FieldLabels.field(of: path)
      let format = known[field] ?? DateFormat(at: field, in: shape.schema)
      known[field] = format
      guard !format.allows(text) else { return nil }
      let asked = format.forms.joined(separator: " or ")
      return Finding(
        .invalid, at: path, severity: DateFormat.isDate(text) ? .warning : .error,
        "The description asks for \(asked).", value: value)
    }
  }

  private static func sorted(_ findings: [Finding]) -> [Finding] {
    findings.sorted { left, right in
      if left.path != right.path { return left.path < right.path }
      if left.failureClass != right.failureClass { return left.failureClass < right.failureClass }
      return (left.rule ?? "", left.message) < (right.rule ?? "", right.message)
    }
  }
}
