import Foundation

// What `make bench` prints: each of our numbers beside that of a peer, from the same run.
//
//     sluice-benchmarks [SLUICE [PYTHON [FOLDER]]] [--only=NAME] [--misses | --all-misses]
//
// SLUICE is the binary, PYTHON an interpreter that has the peers, FOLDER that of the scripts which
// run them. NAME is json, schema, parse, evidence or review; without it all are run. Each miss of
// evidence is listed where asked. The sample data are in $SLUICE_DATA, else in ../shared/data.

let options = CommandLine.arguments.filter { $0.hasPrefix("--") }
let arguments = CommandLine.arguments.dropFirst().filter { !$0.hasPrefix("--") }
let beside = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
  .deletingLastPathComponent().appendingPathComponent("sluice").path
let sluice = arguments.first ?? beside
let python = arguments.dropFirst().first.flatMap { $0.isEmpty ? nil : $0 }
let scripts = arguments.dropFirst(2).first ?? ".make"
let data = ProcessInfo.processInfo.environment["SLUICE_DATA"] ?? "../shared/data"

let only = options.first { $0.hasPrefix("--only=") }?.dropFirst("--only=".count)

func isWanted(_ name: String) -> Bool { only.map { $0 == name } ?? true }

do {
  if isWanted("json") {
    try JSONBenchmark.run(data: data, python: python, script: "\(scripts)/bench-json.py")
  }
  if isWanted("schema") {
    try SchemaBenchmark.run(data: data, python: python, script: "\(scripts)/bench-schema.py")
  }
  if isWanted("parse") { try ParseBenchmark.run(data: data, sluice: sluice) }
  if isWanted("evidence") {
    try EvidenceBenchmark(
      sluice: sluice, data: data,
      listing: options.contains("--all-misses")
        ? .all : options.contains("--misses") ? .half : .none
    ).run()
  }
  if isWanted("review"), let page = ParseBenchmark.files(in: data).first {
    try ReviewBenchmark(sluice: sluice, document: page).run()
  }
} catch let error as BenchmarkError {
  print(error)
  exit(error.exitCode)
}
