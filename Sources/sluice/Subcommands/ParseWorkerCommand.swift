import ArgumentParser
import Parsing

/// Reads documents for its parent process; ends with it.
struct ParseWorkerCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "parse-worker", abstract: "Parses documents for a parent process.",
    shouldDisplay: false)

  func run() {
    ParseWorker.main()
  }
}
