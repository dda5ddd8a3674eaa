import Foundation
import JSON

/// Strict parsing beside Foundation's JSONSerialization and PyPI's orjson, and repairing beside
/// PyPI's json_repair, in MB/s over the same texts in the same run.
enum JSONBenchmark {
  /// - Parameters:
  ///   - data: the folder of the sample data.
  ///   - python: an interpreter that has the peers; nil where there is none.
  ///   - script: the program that runs them.
  static func run(data: String, python: String?, script: String) throws {
    let workloads = try JSONWorkload.all(data: data)
    let peers = try python.map { try Peers(of: workloads.map(\.line), $0, script) }
    if peers == nil { print("json: no Python peers, only our own numbers and Foundation's") }
    for workload in workloads {
      switch workload.kind {
      case .parse: parse(workload, orjson: peers?.results[workload.name]?["seconds"]?.doubleValue)
      case .repair: repair(workload, python: peers?.results[workload.name]?["seconds"]?.doubleValue)
      }
    }
  }

  private static func parse(_ workload: JSONWorkload, orjson: Double?) {
    let texts = workload.texts.map { Array($0.utf8) }
    let ours = Measure.least(of: 7) {
      for text in texts { precondition((try? JSONValue(parsing: text)) != nil) }
    }
    let data = texts.map { Data($0) }
    let foundation = Measure.least(of: 3) {
      for text in data {
        precondition((try? JSONSerialization.jsonObject(with: text)) != nil)
      }
    }
    var line = rate("parse", workload, ours)
    line += String(
      format: ", JSONSerialization %.0f (%.1f times)", workload.megabytes / foundation,
      foundation / ours)
    if let orjson {
      line += String(
        format: ", orjson %.0f (%.2f of it)", workload.megabytes / orjson, orjson / ours)
    }
    print(line)
  }

  private static func repair(_ workload: JSONWorkload, python: Double?) {
    var found = 0
    let ours = Measure.least(of: 5) {
      found = workload.texts.count { !JSONRepair.candidates(in: $0).isEmpty }
    }
    precondition(found > 0, "there is JSON in the texts")
    var line = rate("repair", workload, ours)
    if let python {
      line += String(
        format: ", json_repair %.2f (%.0f times)", workload.megabytes / python, python / ours)
    }
    print(line)
  }

  private static func rate(_ what: String, _ workload: JSONWorkload, _ seconds: Double) -> String {
    String(format: "json %@ %@: %.0f MB/s", what, workload.name, workload.megabytes / seconds)
  }
}
