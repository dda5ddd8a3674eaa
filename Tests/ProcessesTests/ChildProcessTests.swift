import Dispatch
import Foundation
import Processes
import Testing

@Suite(.serialized) struct ChildProcessTests {
  @Test func givesBackWhatItWasGiven() throws {
    let child = try ChildProcess(Command(executable: "cat"))
    try child.write(Array("hello".utf8))
    #expect(try child.read(exactly: 5) == Array("hello".utf8))
    child.closeInput()
    #expect(child.wait() == .status(0))
  }

  @Test func endsWhenItsLifelineIsLetGo() throws {
    let child = try ChildProcess(Command(executable: "cat"))
    #expect(child.exit == nil)
    child.closeInput()
    #expect(child.wait() == .status(0))
    #expect(child.exit == .status(0))
  }

  @Test func killReachesWhatItStarted() throws {
    let child = try ChildProcess(shell("sleep 1000 & echo $!; wait"))
    let grandchild = try number(from: child)
    #expect(isRunning(grandchild))
    child.kill()
    #expect(child.wait() == .signal(SIGKILL))
    #expect(isGone(grandchild))
  }

  @Test func whatItLeavesBehindEndsWithIt() throws {
    let child = try ChildProcess(shell("sleep 1000 & echo $!"))
    let grandchild = try number(from: child)
    #expect(child.wait() == .status(0))
    #expect(isGone(grandchild))
  }

  @Test func endsWithItsObject() throws {
    var child: ChildProcess? = try ChildProcess(Command(executable: "sleep", arguments: ["1000"]))
    let pid = try #require(child?.pid)
    #expect(isRunning(pid))
    child = nil
    #expect(isGone(pid))
  }

  @Test func leadsItsOwnGroup() throws {
    let child = try ChildProcess(Command(executable: "cat", arguments: ["/proc/self/stat"]))
    let fields = try text(of: child).split(separator: " ")
    #expect(fields[4] == "\(child.pid)")
  }

  @Test func inheritsNoDescriptor() throws {
    // Not close-on-exec, as a careless library would open it.
    let leak = open("/dev/null", O_RDONLY)
    defer { close(leak) }
    let child = try ChildProcess(shell("echo /proc/$$/fd/*"))
    let names = try text(of: child).split(whereSeparator: \.isWhitespace)
      .compactMap { $0.split(separator: "/").last }
    // 3 is the folder while the shell reads it.
    #expect(names == ["0", "1", "2", "3"])
    #expect(leak > 3)
  }

  @Test func startsWithDefaultSignals() throws {
    // Ours is ignored, and an ignored signal would be inherited.
    InterruptSignals.ignoreBrokenPipes()
    let child = try ChildProcess(Command(executable: "cat", arguments: ["/proc/self/status"]))
    let masks = try text(of: child).split(separator: "\n")
      .filter { $0.hasPrefix("SigIgn") || $0.hasPrefix("SigBlk") }
      .compactMap { UInt64($0.dropFirst(8), radix: 16) }
    // Signals 32 and 33 are the C library's own.
    #expect(masks.map { $0 & 0x7FFF_FFFF } == [0, 0])
  }

  @Test func tellsItsEndToEveryoneWhoAsks() throws {
    let child = try ChildProcess(Command(executable: "sleep", arguments: ["1000"]))
    let group = DispatchGroup()
    let ends = Ends()
    for _ in 0..<8 {
      DispatchQueue.global().async(group: group) { ends.add(child.wait()) }
    }
    child.terminate()
    group.wait()
    #expect(ends.all == Array(repeating: .signal(SIGTERM), count: 8))
    #expect(child.wait() == .signal(SIGTERM))
    // Reaped: not even a zombie has this number.
    #expect(!FileManager.default.fileExists(atPath: "/proc/\(child.pid)"))
  }

  @Test func saysWhatItCouldNotStart() {
    #expect(throws: ProcessError.cannotStart("/nowhere/at-all", ENOENT)) {
      try ChildProcess(Command(executable: "/nowhere/at-all"))
    }
  }

  @Test func hasTheEnvironmentAndFolderItWasGiven() throws {
    var command = Command(executable: "/usr/bin/env", environment: ["A": "b c"])
    #expect(try text(of: ChildProcess(command)) == "A=b c\n")
    command = Command(executable: "pwd", workingDirectory: "/usr")
    #expect(try text(of: ChildProcess(command)) == "/usr\n")
  }

  @Test func keepsTheEndOfItsComplaints() throws {
    let child = try ChildProcess(
      Command(
        executable: "sh", arguments: ["-c", "seq 100000 >&2; echo last words >&2"],
        standardError: .capture))
    #expect(child.wait() == .status(0))
    #expect(child.standardError.hasSuffix("99999\n100000\nlast words\n"))
    #expect(child.standardError.utf8.count <= 8192)
  }

  @Test func refusesBytesWhenNobodyReads() throws {
    let child = try ChildProcess(Command(executable: "true"))
    _ = child.wait()
    #expect(throws: ProcessError.cannotTransfer(EPIPE)) { try child.write([1]) }
    #expect(throws: ProcessError.endOfFile) { try child.read(exactly: 1) }
  }

  @Test func takesItsLimits() throws {
    let child = try ChildProcess(
      Command(
        executable: "sh", arguments: ["-c", "read go; ulimit -v; nice"], niceness: 5,
        addressSpaceLimit: 1_024_000_000))
    try child.write(Array("go\n".utf8))
    let lines = try text(of: child).split(separator: "\n").compactMap { Int($0) }
    #expect(lines == [1_000_000, min(19, Int(getpriority(.init(0), 0)) + 5)])
  }

  @Test func tellsItsMemoryWhileItRuns() throws {
    let child = try ChildProcess(Command(executable: "cat"))
    #expect(try #require(child.residentBytes) > 0)
    child.kill()
    _ = child.wait()
    #expect(child.residentBytes == nil)
  }

  /// What several threads were told.
  private final class Ends: @unchecked Sendable {
    private let lock = NSLock()
    private var ends: [ChildProcess.Exit] = []

    var all: [ChildProcess.Exit] { lock.withLock { ends } }
    func add(_ end: ChildProcess.Exit) { lock.withLock { ends.append(end) } }
  }
}
