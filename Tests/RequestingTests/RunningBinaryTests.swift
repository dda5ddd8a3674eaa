import Foundation
import TestSupport
import Testing

/// What the tests of the whole program stand on.
@Suite(.serialized) struct RunningBinaryTests {
  private let shell = BuiltBinary(path: "/bin/sh")

  @Test func bringsStatusAndBothOutputsOfMoreThanAPipeHolds() throws {
    let folder = try TemporaryFolder()
    let script = "cat; head -c 300000 /dev/zero | tr '\\0' x >&2; pwd; echo $NAME; exit 7"
    let input = String(repeating: "line\n", count: 100_000)
    let ended = try shell.run(
      ["-c", script], input: input, environment: ["NAME": "value"], in: folder.url)
    #expect(ended.status == 7 && !ended.isSignal && !ended.isTimedOut)
    #expect(ended.stdout == input + "\(folder.path)\nvalue\n")
    #expect(ended.stderr.utf8.count == 300_000)
  }

  @Test func killsWhatTakesTooLong() throws {
    let ended = try shell.run(["-c", "echo begun; exec sleep 100"], timeLimit: 0.5)
    #expect(ended.isTimedOut && ended.isSignal && ended.status == SIGKILL)
    #expect(ended.stdout == "begun\n")
  }

  @Test func handsOnSignals() throws {
    let running = try shell.start([
      "-c", "trap 'exit 9' INT; echo ready; while :; do sleep 0.05; done",
    ])
    #expect(running.waits { running.stdout == "ready\n" })
    running.signalled(SIGINT)
    #expect(running.wait(timeLimit: 30).status == 9)
  }

  @Test func deletesItsTemporaryFolder() throws {
    var folder: TemporaryFolder? = try TemporaryFolder()
    let path = try #require(folder).path
    try folder?.write("x", to: "a/b")
    #expect(FileManager.default.fileExists(atPath: path + "/a/b"))
    folder = nil
    #expect(!FileManager.default.fileExists(atPath: path))
  }
}
