import Dispatch
import Foundation
import JSON
import JSONSchema

/// Validations per second on five real schemas with 1,000 instances each, beside jsonschema-rs and
/// jsonschema of PyPI in the same run.
///
/// The schemas and their records are those of extract-bench in the sample data; each record is read
/// anew as often as it takes to have 1,000. All sides get values that are parsed, and only say
/// whether they are valid.
enum SchemaBenchmark {
  private static let names = ["10kq", "credit_agreement", "research", "resume", "swimming"]
  private static let instances = 1000
  /// All instances are validated at least this often and this long, in seconds.
  private static let (rounds, time) = (3, 0.3)

  /// - Parameters:
  ///   - data: the folder of the sample data.
  ///   - python: an interpreter that has the peers; nil where there is none.
  ///   - script: the program that runs them.
  static func run(data: String, python: String?, script: String) throws {
    let workloads = try names.map { try Workload($0, in: data, count: instances) }
    let peers = try python.map { try Peers(of: workloads.map(\.line), $0, script) }
    if peers == nil { print("schema: no peers, only our own numbers") }
    var sums = [0.0, 0.0, 0.0]
    for workload in workloads {
      let ours = try perSecond(workload)
      let theirs = peers?.results[workload.name]
      let rates = [
        ours, theirs?["jsonschema-rs"]?.doubleValue, theirs?["jsonschema"]?.doubleValue,
      ]
      print(line(workload.name, ours, rates[1], rates[2]))
      for (index, rate) in rates.enumerated() {
        sums[index] += rate.map { 1 / $0 } ?? 0
      }
    }
    let mean = sums.map { $0 > 0 ? Double(names.count) / $0 : nil }
    print(line("all", mean[0] ?? 0, mean[1], mean[2]))
  }

  private static func perSecond(_ workload: Workload) throws -> Double {
    let schema = try Schema(
      workload.schema, options: Schema.Options(allowsUnknownKeywords: true))
    let valid = workload.instances.count { schema.isValid($0) }
    var (done, start) = (0, DispatchTime.now().uptimeNanoseconds)
    var best = Double.infinity
    let end = start + UInt64(time * 1e9)
    while done < rounds || DispatchTime.now().uptimeNanoseconds < end {
      start = DispatchTime.now().uptimeNanoseconds
      let again = workload.instances.count { schema.isValid($0) }
      best = min(best, Double(DispatchTime.now().uptimeNanoseconds - start) / 1e9)
      precondition(again == valid, "the same values are valid each time")
      done += 1
    }
    return Double(workload.instances.count) / best
  }

  private static func line(
    _ name: String, _ ours: Double, _ rust: Double?, _ python: Double?
  ) -> String {
    var text = "schema \(name): \(Int(ours)) validations/s"
    if let rust {
      text += String(format: ", jsonschema-rs %d (%.2f of it)", Int(rust), ours / rust)
    }
    if let python {
      text += String(format: ", jsonschema %d (%.0f times)", Int(python), ours / python)
    }
    return text
  }
}

/// A schema and values for it.
private struct Workload {
  let name: String
  let schema: JSONValue
  let instances: [JSONValue]

  init(_ name: String, in data: String, count: Int) throws {
    let folder = "\(data)/extraction/extract-bench/\(name)"
    let file = try JSONValue(parsing: Self.bytes("\(folder)/schema.json"))
    let records = try FileManager.default.contentsOfDirectory(atPath: "\(folder)/expected")
      .filter { $0.hasSuffix(".json") }.sorted().map { try Self.bytes("\(folder)/expected/\($0)") }
    self.name = name
    schema = file["schema_definition"] ?? file
    instances = try (0..<count).map { try JSONValue(parsing: records[$0 % records.count]) }
  }

  /// The line for the peers.
  var line: JSONValue {
    ["name": .string(name), "schema": schema, "instances": .array(instances)]
  }

  private static func bytes(_ path: String) throws -> [UInt8] {
    [UInt8](try Data(contentsOf: URL(fileURLWithPath: path)))
  }
}
