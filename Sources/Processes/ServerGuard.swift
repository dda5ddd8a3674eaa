private import Glibc

/// Runs a server that knows nothing of lifelines, and ends it when our parent is gone.
///
/// It is the body of the hidden `sluice server-guard -- command …`. Guard and server are one
/// process group, led by the guard, so that whoever kills the group leaves neither.
package enum ServerGuard {
  /// Runs the command to its end; its standard output and error are ours.
  ///
  /// At the end of our standard input, or at `SIGTERM` or `SIGINT`, the whole group is killed, the
  /// guard with it.
  ///
  /// - Returns: the server's exit status, 128 + the signal that ended it, 127 where it could not be
  ///   started, or 64 for an empty command.
  package static func run(command: [String]) -> Int32 {
    guard let executable = command.first else { return 64 }
    setpgid(0, 0)
    let signals = InterruptSignals(first: { _ in killGroup() }, later: { _ in killGroup() })
    defer { withExtendedLifetime(signals) {} }
    var description = Command(executable: executable, arguments: Array(command.dropFirst()))
    description.standardInput = .null
    description.standardOutput = .inherit
    description.group = .inherit
    do throws(ProcessError) {
      let server = try ChildProcess(description)
      Lifeline.watch { killGroup() }
      switch server.wait() {
      case .status(let status): return status
      case .signal(let signal): return 128 + signal
      }
    } catch {
      let words = Array("sluice: \(error)\n".utf8)
      _ = write(2, words, words.count)
      return 127
    }
  }

  private static func killGroup() {
    kill(0, SIGKILL)
  }
}
