import Foundation
import Processes
import TestSupport
import Testing

/// Runs the built `sluice server-guard`.
@Suite(
  .serialized,
  .enabled(if: BuiltBinary.sluice.isBuilt, "sluice is not built beside the tests"))
struct ServerGuardTests {
  private func guarding(_ script: String) throws -> ChildProcess {
    try ChildProcess(
      Command(
        executable: BuiltBinary.sluice.path,
        arguments: ["server-guard", "--", "sh", "-c", script]))
  }

  @Test func endsAsTheServerDoes() throws {
    let server = try guarding("echo ready; exit 3")
    #expect(try text(of: server) == "ready\n")
    #expect(server.wait() == .status(3))
  }

  @Test func killsTheServerAndWhatItStartedAtTheEndOfItsInput() throws {
    let server = try guarding("trap '' TERM; sleep 1000 & echo $!; wait")
    let worker = try number(from: server)
    #expect(isRunning(worker))
    server.closeInput()
    _ = server.wait()
    #expect(isGone(worker))
  }

  @Test func killsTheServerWhenItIsTerminated() throws {
    let server = try guarding("trap '' TERM; sleep 1000 & echo $!; wait")
    let worker = try number(from: server)
    server.terminate()
    _ = server.wait()
    #expect(isGone(worker))
  }

  @Test func isKilledTogetherWithTheServer() throws {
    let server = try guarding("echo $$; exec sleep 1000")
    let process = try number(from: server)
    server.kill()
    #expect(server.wait() == .signal(SIGKILL))
    #expect(isGone(process))
  }

  @Test func saysThatTheServerCannotBeStarted() throws {
    let server = try ChildProcess(
      Command(
        executable: BuiltBinary.sluice.path, arguments: ["server-guard", "--", "/nowhere/server"],
        standardError: .capture))
    #expect(server.wait() == .status(127))
    #expect(server.standardError.contains("cannot start /nowhere/server"))
  }
}
