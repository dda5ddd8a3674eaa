import Extraction
import Foundation
import JSON
import JSONSchema
import Validating

/// Documents of one kind with the replies that a perfect model would give.
struct EvidenceCollection {
  /// One document.
  struct Item {
    var path: String
    /// The perfect reply, still with what the page does not show.
    var record: JSONValue
    /// Documents that are variants of one another share it.
    var family: String
  }

  var name: String
  var schema: Schema
  var items: [Item]
  /// Whether every value is a verbatim span, so that nothing but its place is at stake.
  var isSpans = false

  /// As pipelines read schemas, but that these hold keywords of their makers' own.
  private static let options = Schema.Options(assertsFormat: true, allowsUnknownKeywords: true)

  /// All collections below a folder of data.
  static func all(in data: String) throws -> [EvidenceCollection] {
    let root = "\(data)/extraction"
    var collections = [
      EvidenceCollection(
        name: "zugferd", schema: try Schema(EvidenceSchemas.invoice, options: options),
        items: try items(in: "\(root)/zugferd") { $0 }),
      EvidenceCollection(
        name: "invoice2data", schema: try Schema(EvidenceSchemas.receipt, options: options),
        items: try items(in: "\(root)/invoice2data") { $0[0] ?? $0 }),
      EvidenceCollection(
        name: "zugferd, names",
        schema: try Schema(EvidenceSchemas.namesAlone(EvidenceSchemas.invoice), options: options),
        items: try items(in: "\(root)/zugferd") { $0 }),
      EvidenceCollection(
        name: "invoice2data, names",
        schema: try Schema(EvidenceSchemas.namesAlone(EvidenceSchemas.receipt), options: options),
        items: try items(in: "\(root)/invoice2data") { $0[0] ?? $0 }),
      EvidenceCollection(
        name: "cuad", schema: try Schema(EvidenceSchemas.contract, options: options),
        items: try items(in: "\(root)/cuad") { $0 }),
      EvidenceCollection(
        name: "cuad spans", schema: try Schema(["type": "object"], options: options),
        items: try items(in: "\(root)/cuad", suffix: ".evidence.json", spans), isSpans: true),
    ]
    for domain in try names(in: "\(root)/extract-bench") where !domain.contains(".") {
      let folder = "\(root)/extract-bench/\(domain)"
      let schema = try read("\(folder)/schema.json")
      collections.append(
        EvidenceCollection(
          name: domain,
          schema: try Schema(schema["schema_definition"] ?? schema, options: options),
          items: try items(in: folder) { $0 }))
    }
    return collections
  }

  private static func items(
    in folder: String, suffix: String = ".json", _ record: (JSONValue) -> JSONValue
  ) throws -> [Item] {
    let documents = try names(in: "\(folder)/docs")
    return try names(in: "\(folder)/expected").compactMap { name in
      guard name.hasSuffix(suffix), suffix != ".json" || !name.hasSuffix(".evidence.json") else {
        return nil
      }
      let stem = String(name.dropLast(suffix.count))
      let document = documents.first { $0.hasPrefix(stem + ".") && !$0.hasSuffix(".evidence.json") }
      guard let document else { return nil }
      let record = record(try read("\(folder)/expected/\(name)"))
      return Item(
        path: "\(folder)/docs/\(document)", record: record,
        family: record["invoice_number"]?.stringValue ?? stem)
    }
  }

  /// Spans that go on elsewhere are values of their own.
  private static func spans(_ evidence: JSONValue) -> JSONValue {
    let members = (evidence.objectValue ?? JSONObject()).map { name, spans in
      let parts = (spans.arrayValue ?? []).flatMap { span in
        (span.stringValue ?? "").split(separator: "<omitted>").map { JSONValue.string(String($0)) }
      }
      return (name, JSONValue.array(parts))
    }
    return .object(JSONObject(members))
  }

  private static func names(in folder: String) throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
  }

  private static func read(_ path: String) throws -> JSONValue {
    try JSONValue(parsing: Array(Data(contentsOf: URL(fileURLWithPath: path))))
  }
}
