import Dispatch
import Extraction
import Foundation
import Parsing
import Processes
import Synchronization
import TestSupport
import Testing

@Suite(
  .serialized, .enabled(if: isBuilt, "sluice is not built beside the tests"),
  .enabled(if: SampleData.isUsable("pdf-corpus"), "\(SampleData.absence)"))
struct WorkerTests {
  private let reader: ParserUnderTest
  /// A page that decompresses to gigabytes and keeps a parser busy for minutes.
  private let bomb: String

  init() throws {
    reader = try ParserUnderTest()
    bomb = try SampleData.folder("pdf-corpus").path + "/timeout__pdf.js__bomb_giant.pdf"
  }

  private func worker(otherThan other: Int32 = 0, within seconds: Double = 20) -> Int32? {
    findWorker(of: getpid(), named: reader.executable, otherThan: other, within: seconds)
  }

  private func reads() throws -> Bool { try reader.parse("x", as: "x.txt").text == "x\n" }

  @Test func aDocumentOverItsTimeIsTooSlowAndTheNextIsRead() throws {
    let failure = reader.failure(bomb, ParseSettings(timeout: 0.3, memory: 8_000_000_000))
    #expect(failure?.failureClass == .tooSlow)
    #expect(try reads())
  }

  @Test func aDocumentOverItsMemoryIsTooBigAndTheNextIsRead() throws {
    let failure = reader.failure(bomb, ParseSettings(timeout: 60, memory: 150_000_000))
    #expect(failure?.failureClass == .tooBig)
    #expect(try reads())
  }

  @Test func aKilledWorkerIsTriedOnceMoreAlone() throws {
    let result = inBackground { reader.failure(bomb, ParseSettings(memory: 8_000_000_000)) }
    let first = try #require(worker())
    kill(first, SIGKILL)
    let second = try #require(worker(otherThan: first))
    kill(second, SIGKILL)
    let failure = try #require(result.wait())
    #expect(failure.failureClass == .crashed)
    #expect(failure.message.contains("signal 9"))
    #expect(try reads())
  }

  @Test func shuttingDownEndsBlockedCalls() throws {
    let result = inBackground { reader.failure(bomb, ParseSettings(memory: 8_000_000_000)) }
    let pid = try #require(worker())
    reader.parser.shutDown()
    #expect(try #require(result.wait()).message.contains("stopped"))
    #expect(waits { worker(within: 0) != pid })
    #expect(reader.failure(bomb) != nil)
  }

  @Test func aWorkerIsConfined() throws {
    _ = try reads()
    let pid = try #require(worker())
    let status = try String(contentsOfFile: "/proc/\(pid)/status", encoding: .utf8)
    #expect(status.contains("NoNewPrivs:\t1\n"))
    #expect(status.contains("Seccomp:\t2\n"))
    let limits = try String(contentsOfFile: "/proc/\(pid)/limits", encoding: .utf8)
    let core = limits.split(separator: "\n").first { $0.hasPrefix("Max core file size") }
    #expect(core?.split(separator: " ").suffix(3) == ["0", "0", "bytes"])
  }

  @Test func aWorkerSeesNoSecrets() throws {
    setenv("SLUICE_TEST_KEY", "secret", 1)
    defer { unsetenv("SLUICE_TEST_KEY") }
    _ = try reads()
    let pid = try #require(worker())
    let environment = try Data(contentsOf: URL(fileURLWithPath: "/proc/\(pid)/environ"))
    #expect(environment.range(of: Data("PATH=".utf8)) != nil)
    #expect(environment.range(of: Data("SLUICE_TEST_KEY".utf8)) == nil)
  }

  @Test func aBusyWorkerEndsWithItsParent() throws {
    let parent = try BuiltBinary.sluice.start(["parse", bomb])
    let pid = try #require(findWorker(of: parent.pid, named: "parse-worker"))
    parent.signalled(SIGKILL)
    _ = parent.wait()
    #expect(waits { !FileManager.default.fileExists(atPath: "/proc/\(pid)/fd") })
  }

  @Test func aWorkerThatIsNoneIsACrash() throws {
    let parser = WorkerDocumentParser(executable: "/bin/true", workers: 1)
    #expect(throws: Failure.self) { try parser.parse(DocumentPath(bomb), ParseSettings()) }
  }

  @Test func nonsenseFromAWorkerIsACrash() throws {
    let script = "printf '\\005\\000\\000\\000hello'; exec sleep 1000"
    let parser = WorkerDocumentParser(executable: "sh", arguments: ["-c", script], workers: 1)
    do throws(Failure) {
      _ = try parser.parse(DocumentPath(bomb), ParseSettings())
      Issue.record("nonsense was taken for a document")
    } catch {
      #expect(error.failureClass == .crashed)
      #expect(error.message.contains("makes no sense"))
    }
  }
}

/// The answer of a call that blocks on another thread.
private final class Pending: Sendable {
  private let answer = Mutex<Failure?>(nil)
  private let done = DispatchSemaphore(value: 0)

  func finish(_ failure: Failure?) {
    answer.withLock { $0 = failure }
    done.signal()
  }

  /// Nil where none came within a minute.
  func wait() -> Failure? {
    done.wait(timeout: .now() + 60) == .success ? answer.withLock { $0 } : nil
  }
}

private func inBackground(_ body: @escaping @Sendable () -> Failure?) -> Pending {
  let pending = Pending()
  Thread.detachNewThread { pending.finish(body()) }
  return pending
}

/// A running worker of a process, as soon as there is one.
///
/// - Parameter name: what its command line holds.
private func findWorker(
  of parent: Int32, named name: String, otherThan other: Int32 = 0, within seconds: Double = 20
) -> Int32? {
  var found: Int32?
  _ = waits(seconds) {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
    found = names.compactMap { Int32($0) }.first { pid in
      guard pid != other,
        let stat = try? String(contentsOfFile: "/proc/\(pid)/stat", encoding: .utf8),
        let fields = stat.split(separator: ")").last?.split(separator: " "),
        let command = try? String(contentsOfFile: "/proc/\(pid)/cmdline", encoding: .utf8)
      else { return false }
      return fields[0] != "Z" && Int32(fields[1]) == parent && command.contains(name)
    }
    return found != nil
  }
  return found
}

private func waits(_ seconds: Double = 20, until condition: () -> Bool) -> Bool {
  let deadline = Date(timeIntervalSinceNow: seconds)
  repeat {
    if condition() { return true }
    usleep(10_000)
  } while Date() < deadline
  return false
}
