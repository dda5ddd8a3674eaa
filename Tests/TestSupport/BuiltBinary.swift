package import Foundation
private import Synchronization

/// A program of this package as it was built for the tests.
package struct BuiltBinary: Sendable {
  /// The file.
  package let path: String

  /// `$SLUICE_BINARY`, else the one beside the running tests.
  package static var sluice: BuiltBinary {
    let environment = ProcessInfo.processInfo.environment["SLUICE_BINARY"]
    return BuiltBinary(path: environment ?? productsFolder.appendingPathComponent("sluice").path)
  }

  /// Whether it is there.
  package var isBuilt: Bool { FileManager.default.isExecutableFile(atPath: path) }

  private static var productsFolder: URL {
    URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath().deletingLastPathComponent()
  }

  package init(path: String) {
    self.path = path
  }

  /// Runs it to its end; blocks.
  ///
  /// - Parameters:
  ///   - input: its standard input.
  ///   - environment: added to ours.
  ///   - folder: its working folder; nil for ours.
  ///   - timeLimit: in seconds; after that it is killed, and ``Ended/isTimedOut`` set.
  package func run(
    _ arguments: [String], input: String = "", environment: [String: String] = [:],
    in folder: URL? = nil, timeLimit: Double = 120
  ) throws -> Ended {
    try start(arguments, input: input, environment: environment, in: folder)
      .wait(timeLimit: timeLimit)
  }

  /// Starts it.
  package func start(
    _ arguments: [String], input: String = "", environment: [String: String] = [:],
    in folder: URL? = nil
  ) throws -> RunningBinary {
    try RunningBinary(
      path, arguments, input: input,
      environment: ProcessInfo.processInfo.environment.merging(environment) { $1 }, folder: folder)
  }

  /// How a run ended.
  package struct Ended: Sendable {
    /// The exit status, or the number of the signal that ended it.
    package let status: Int32
    package let isSignal: Bool
    package let isTimedOut: Bool
    package let stdout: String
    package let stderr: String
  }
}
