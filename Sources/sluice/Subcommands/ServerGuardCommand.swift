import ArgumentParser
import Processes

/// Runs a foreign model server and ends it with its own parent process.
struct ServerGuardCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "server-guard", abstract: "Runs a model server for a parent process.",
    shouldDisplay: false)

  @Argument(parsing: .captureForPassthrough, help: "The command and its arguments.")
  var command: [String]

  func run() throws {
    let words = command.first == "--" ? Array(command.dropFirst()) : command
    throw ArgumentParser.ExitCode(ServerGuard.run(command: words))
  }
}
