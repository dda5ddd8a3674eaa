private import Dispatch
import Foundation
private import Synchronization

/// A program that a test has started.
///
/// Its output is read all the while, so it never waits for us.
package final class RunningBinary: @unchecked Sendable {
  private let process = Process()
  private let output = Collected()
  private let errors = Collected()
  private let ended = DispatchGroup()

  init(
    _ path: String, _ arguments: [String], input: String, environment: [String: String],
    folder: URL?
  ) throws {
    process.executableURL = URL(fileURLWithPath: path)
    process.arguments = arguments
    process.environment = environment
    if let folder { process.currentDirectoryURL = folder }
    let (stdin, stdout, stderr) = (Pipe(), Pipe(), Pipe())
    process.standardInput = stdin
    process.standardOutput = stdout
    process.standardError = stderr
    ended.enter()
    process.terminationHandler = { [ended] _ in ended.leave() }
    signal(SIGPIPE, SIG_IGN)
    do { try process.run() } catch {
      ended.leave()
      throw error
    }
    for (pipe, collected) in [(stdout, output), (stderr, errors)] {
      collected.read(pipe.fileHandleForReading)
    }
    Thread.detachNewThread {
      // A program need not read its input to the end.
      try? stdin.fileHandleForWriting.write(contentsOf: Data(input.utf8))
      try? stdin.fileHandleForWriting.close()
    }
  }

  deinit {
    if process.isRunning { kill(pid, SIGKILL) }
  }

  /// Its number.
  package var pid: Int32 { process.processIdentifier }

  package var isRunning: Bool { process.isRunning }

  /// What it has written to standard output so far.
  package var stdout: String { output.text }

  /// What it has written to standard error so far.
  package var stderr: String { errors.text }

  /// The most memory that it has had so far, and its children, in bytes: each its own most.
  package var peakMemory: [Int] {
    let children =
      (try? String(contentsOfFile: "/proc/\(pid)/task/\(pid)/children", encoding: .utf8)) ?? ""
    return ([String(pid)] + children.split(separator: " ").map(String.init)).compactMap { pid in
      let status = try? String(contentsOfFile: "/proc/\(pid)/status", encoding: .utf8)
      return status?.firstMatch(of: /VmHWM:\s+(\d+)/).flatMap { Int($0.1) }.map { $0 * 1024 }
    }
  }

  /// Sends it a signal, such as `SIGINT`.
  package func signalled(_ number: Int32) {
    if process.isRunning { kill(pid, number) }
  }

  /// Waits until a condition holds; false where it ended, or the time did, before.
  package func waits(timeLimit: Double = 60, until condition: () -> Bool) -> Bool {
    let deadline = Date(timeIntervalSinceNow: timeLimit)
    while Date() < deadline {
      if condition() { return true }
      if !process.isRunning { return condition() }
      usleep(10_000)
    }
    return condition()
  }

  /// Waits for its end; after the limit, in seconds, it is killed.
  package func wait(timeLimit: Double = 120) -> BuiltBinary.Ended {
    let isTimedOut = ended.wait(timeout: .now() + timeLimit) == .timedOut
    if isTimedOut {
      kill(pid, SIGKILL)
      ended.wait()
    }
    // What it left behind may hold the pipes; the lines that count are there by then.
    output.finish(within: 5)
    errors.finish(within: 5)
    return BuiltBinary.Ended(
      status: process.terminationStatus, isSignal: process.terminationReason == .uncaughtSignal,
      isTimedOut: isTimedOut, stdout: stdout, stderr: stderr)
  }

  /// Everything a pipe has brought.
  private final class Collected: Sendable {
    private let data = Mutex(Data())
    private let ended = DispatchGroup()

    var text: String { data.withLock { String(decoding: $0, as: UTF8.self) } }

    func read(_ handle: FileHandle) {
      ended.enter()
      Thread.detachNewThread { [self] in
        while case let piece = handle.availableData, !piece.isEmpty {
          data.withLock { $0.append(piece) }
        }
        ended.leave()
      }
    }

    func finish(within seconds: Double) {
      _ = ended.wait(timeout: .now() + seconds)
    }
  }
}
