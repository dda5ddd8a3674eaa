import Foundation

// What `make bench` prints: each of our numbers beside that of a peer, from the same run.
//
//     sluice-benchmarks [SLUICE [PYTHON [FOLDER]]]
//
// SLUICE is the binary, PYTHON an interpreter that has the peers, FOLDER that of the scripts which
// run them. The sample data are in $SLUICE_DATA, else in ../shared/data.

let arguments = CommandLine.arguments.dropFirst()
let beside = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
  .deletingLastPathComponent().appendingPathComponent("sluice").path
let sluice = arguments.first ?? beside
let python = arguments.dropFirst().first.flatMap { $0.isEmpty ? nil : $0 }
let scripts = arguments.dropFirst(2).first ?? ".make"
let data = ProcessInfo.processInfo.environment["SLUICE_DATA"] ?? "../shared/data"

do {
  try JSONBenchmark.run(data: data, python: python, script: "\(scripts)/bench-json.py")
  try SchemaBenchmark.run(data: data, python: python, script: "\(scripts)/bench-schema.py")
  try ParseBenchmark.run(data: data, sluice: sluice)
  if let page = ParseBenchmark.files(in: data).first {
    try ReviewBenchmark(sluice: sluice, document: page).run()
  }
} catch let error as BenchmarkError {
  print(error)
  exit(error.exitCode)
}
