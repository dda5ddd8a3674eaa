import Extraction
import JSON
import JSONSchema

/// Checks one merged record against its document: schema, evidence, rules, conflicts.
struct RecordInspector {
  let search: EvidenceSearch
  let shape: RecordShape
  let rules: RuleChecker

  /// The record in the schema's order, with evidence, what is missing, and findings by path and
  /// gravity.
  ///
  /// - Parameters:
  ///   - ranges: the part of the text that each chunk holds; all of it where it is not given.
  ///   - failures: what else is to be said.
  func inspect(
    _ merge: ChunkMerge, ranges: [Int: Range<Int>] = [:], failures: [Finding] = []
  ) -> Record {
    let remarks = failures + HiddenTextReport.findings(about: search.document)
    guard let merged = merge.value else {
      return Record(value: .null, findings: Self.sorted(remarks))
    }
    let value = shape.ordered(merged)
    let shown = search.search(value) { path in
      merge.sources(of: path).first.flatMap { ranges[$0.chunk] }
    }
    let findings =
      remarks + schemaFindings(value) + merge.conflicts + shown.findings
      + rules.findings(for: value)
    return Record(
      value: value, evidence: shown.evidence, missing: shape.missing(in: value),
      findings: Self.sorted(findings))
  }

  private func schemaFindings(_ value: JSONValue) -> [Finding] {
    shape.schema.validate(value).map { error in
      let found = value[error.place]
      return Finding(
        error.isUndecided ? .undecided : .invalid, at: error.place, error.message,
        value: found?.isContainer == true ? nil : found)
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
