// Validating: replies → Verdict.
//
// `ReplyValidator` is the type. It keeps nothing between two calls: it is given a document and all
// exchanges about it, in order, and says the same each time. So the loop that asks again lives
// elsewhere (Workflow), a crash loses nothing, and the verdict on stored replies is the verdict of
// the day they came.
//
// A verdict is made in five steps, each a type: a `ReplyReading` finds the JSON in each reply, mended
// by `GuidedRepair` where the schema leaves nothing to guess;
// `Conversation` keeps what each part of the document said, joins what was asked in `Piece`s, and
// takes a correction only where it helps; `ChunkMerge` makes one record of the parts and remembers
// what came from where; `RecordInspector` checks it (schema, `EvidenceSearch`, `RowCheck`,
// `RuleChecker`); `AskPlanner` looks up in the failure table what is still to be tried. Every
// question is put once to each model, so the asking ends by itself. What is left wrong is kept back:
// the record, or by `FieldHold` its fields.

package import Extraction
package import JSON
package import JSONSchema

/// Judges replies by schema, evidence and rules.
///
/// Safe to use from any thread.
package struct ReplyValidator: RecordValidator {
  let schema: Schema
  /// The schema with members for quotes: what replies look like.
  private let asked: Schema
  private let policies: EvidencePolicies
  private let rules: RuleChecker
  private let settings: ValidationSettings

  /// A validator for one pipeline.
  ///
  /// - Throws: ``ValidatorError`` for a rule that is no SQL expression over the schema's
  ///   properties, and for an `x-evidence` that is not known.
  package init(
    schema: Schema, settings: ValidationSettings
  ) throws(ValidatorError) {
    self.schema = schema
    self.settings = settings
    asked = try Self.asking(schema, everywhere: settings.evidence == .quote)
    policies = try EvidencePolicies(settings.evidence, schema: schema)
    rules = try RuleChecker(settings.rules, columns: RecordShape(schema).columns)
  }

  private static func asking(
    _ schema: Schema, everywhere: Bool
  ) throws(ValidatorError) -> Schema {
    do {
      return try Schema(
        QuoteSchema.of(schema.document, everywhere: everywhere), options: schema.options)
    } catch {
      throw .quotes(message: "\(error)")
    }
  }

  /// What all exchanges about a document amount to.
  package func verdict(
    on document: ParsedDocument, inkless: [Range<Int>] = [], _ exchanges: [Exchange]
  ) -> Verdict {
    let inspector = inspector(for: document, inkless: inkless)
    var conversation = Conversation(inspector: inspector)
    for exchange in exchanges { conversation.take(exchange) }
    guard !conversation.chunks.isEmpty else {
      let finding = Finding(.noText, at: .root, "The document holds no text to ask about.")
      return .hold(
        Record(value: .null, findings: [finding] + HiddenTextReport.findings(about: document)))
    }
    let (inspection, merge) = conversation.inspection()
    let asks = AskPlanner(
      chunks: conversation.chunks, merge: merge, rules: rules, shortfalls: inspection.shortfalls,
      document: document, shape: inspector.shape
    ).asks(about: inspection.record)
    let record =
      settings.publish == .fields
      ? FieldHold(rules: rules).of(inspection.record) : inspection.record
    if !asks.isEmpty { return .ask(asks, otherwise: record) }
    return record.blockingClass == nil ? .accept(record) : .hold(record)
  }

  /// The checks for a record that did not come from a model: a person's, or one from elsewhere.
  ///
  /// - Returns: the record in the schema's order, with its evidence and findings.
  package func findings(for record: JSONValue, in document: ParsedDocument) -> Record {
    inspector(for: document).inspect(record)
  }

  private func inspector(
    for document: ParsedDocument, inkless: [Range<Int>] = []
  ) -> RecordInspector {
    let search = EvidenceSearch(
      document: document, index: DocumentIndex(document, inkless: inkless), schema: schema,
      policies: policies)
    return RecordInspector(
      search: search, shape: RecordShape(schema), asked: asked, rules: rules,
      rows: RowCheck(
        text: TextLines(document), search: search, schema: schema, policy: settings.completeness))
  }
}
