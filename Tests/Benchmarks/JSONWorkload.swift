import Foundation
import JSON

/// Texts that are parsed or repaired.
struct JSONWorkload {
  enum Kind: String {
    case parse, repair
  }

  let name: String
  let kind: Kind
  let texts: [String]

  var megabytes: Double { Double(texts.reduce(0) { $0 + $1.utf8.count }) / 1e6 }

  /// The line for the peers.
  var line: JSONValue {
    ["name": .string(name), "kind": .string(kind.rawValue), "texts": JSONValue(texts)]
  }

  /// All of them: the JSON files of the sample data and records made here, as JSON and as replies.
  static func all(data: String) throws -> [JSONWorkload] {
    let files = try files(in: data)
    guard !files.isEmpty else { throw BenchmarkError.noData(data) }
    let records = (0..<3000).map { record($0) }
    let array = JSONValue.array(records)
    let replies = records.prefix(500).enumerated().map { reply($1, $0) }
    let cases = try broken(in: data)
    return [
      JSONWorkload(name: "sample files", kind: .parse, texts: files),
      JSONWorkload(name: "records", kind: .parse, texts: [array.text()]),
      JSONWorkload(name: "records, indented", kind: .parse, texts: [array.text(.pretty)]),
      JSONWorkload(name: "replies", kind: .repair, texts: replies),
      JSONWorkload(name: "one long text", kind: .repair, texts: [long(records)]),
      JSONWorkload(name: "json_repair's cases", kind: .repair, texts: cases),
    ]
  }

  /// The sample files that are JSON for everyone: no duplicate names, numbers within a Double.
  private static func files(in data: String) throws -> [String] {
    let names =
      FileManager.default.enumerator(atPath: "\(data)/extraction")?
      .compactMap { $0 as? String } ?? []
    return try names.filter { $0.hasSuffix(".json") }.sorted().compactMap { name in
      let bytes = try Data(contentsOf: URL(fileURLWithPath: "\(data)/extraction/\(name)"))
      return (try? JSONValue(parsing: [UInt8](bytes))) == nil
        ? nil : String(decoding: bytes, as: UTF8.self)
    }
  }

  private static func broken(in data: String) throws -> [String] {
    let file = URL(fileURLWithPath: "\(data)/json/json_repair/cases.jsonl")
    return try Data(contentsOf: file).split(separator: 0x0A).compactMap {
      try JSONValue(parsing: Array($0))["input"]?.stringValue
    }
  }

  // MARK: Records

  /// An invoice, the same for the same number.
  private static func record(_ number: Int) -> JSONValue {
    let items = (0...(number % 6)).map { item -> JSONValue in
      [
        "description": .string("Hydraulic hose, \(item + 1) m, with \"quick\" couplings"),
        "quantity": JSONValue(number % 19 + 1), "unit_price": JSONValue(Double(number % 977) / 4),
        "amount": JSONValue(Double(number * (item + 3) % 99_991) / 100),
      ]
    }
    return [
      "invoice_number": .string("INV-\(100_000 + number)"), "date": "2031-03-14",
      "vendor": ["name": "Kühn & Söhne GmbH", "address": "Am Hafen 3, 20457 Hamburg"],
      "paid": .bool(number.isMultiple(of: 3)), "note": nil, "line_items": .array(items),
      "total": JSONValue(Double(number * 7919 % 999_983) / 100),
    ]
  }

  /// A record as a model may write it: in prose and a fence, or in Python's form, or with commas
  /// too many and quotes that are not escaped.
  private static func reply(_ record: JSONValue, _ index: Int) -> String {
    let text = record.text(.pretty)
    switch index % 4 {
    case 0: return "Here is the record:\n\n```json\n\(text)\n```\nLet me know if it helps!"
    case 1:
      return text.replacingOccurrences(of: "null", with: "None")
        .replacingOccurrences(of: "true", with: "True")
        .replacingOccurrences(of: "false", with: "False")
    case 2: return text.replacingOccurrences(of: "\n}", with: ",\n}  // the end")
    default: return text.replacingOccurrences(of: "\\\"", with: "\"")
    }
  }

  private static func long(_ records: [JSONValue]) -> String {
    records.prefix(500).enumerated().map { reply($1, $0) }.joined(separator: "\n")
  }
}
