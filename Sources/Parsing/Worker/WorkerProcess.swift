private import Dispatch
import Extraction
private import Glibc
import Processes
private import Synchronization

/// The parent's side of one worker: hands it a file, and watches it until it answers.
///
/// Used by one thread at a time; ``kill()`` by any.
final class WorkerProcess: Sendable {
  private struct State {
    var documentCount = 0
    var isUsable = true
  }

  /// How often time and memory are looked at, in milliseconds.
  private static let beat: Int32 = 50

  private let process: ChildProcess
  private let state = Mutex(State())

  init(executable: String, arguments: [String]) throws(ProcessError) {
    process = try ChildProcess(
      Command(executable: executable, arguments: arguments, environment: Self.environment))
  }

  /// What a parser needs of ours; keys and passwords are none of its business.
  private static var environment: [String: String] {
    let names = [
      "PATH", "HOME", "LANG", "LC_ALL", "LC_CTYPE", "TMPDIR", "XDG_CACHE_HOME", "FONTCONFIG_FILE",
      "FONTCONFIG_PATH", "LD_LIBRARY_PATH",
    ]
    var environment: [String: String] = [:]
    for name in names { environment[name] = getenv(name).map { String(cString: $0) } }
    return environment
  }

  /// Whether it may be given another document.
  var isUsable: Bool { state.withLock { $0.isUsable } }
  /// How many documents it was given.
  var documentCount: Int { state.withLock { $0.documentCount } }
  var residentBytes: Int? { process.residentBytes }
  var hasEnded: Bool { process.exit != nil }

  func kill() {
    state.withLock { $0.isUsable = false }
    process.kill()
  }

  /// Has something done; blocks until it is, or the worker is out of its limits and killed.
  ///
  /// - Parameter take: is handed each message that comes back, and makes the answer of the last.
  func answer<Answer>(
    to request: WorkerMessage, _ settings: ParseSettings,
    _ take: (WorkerMessage) throws(ByteReader.Malformed) -> Result<Answer, Failure>?
  ) -> Result<Answer, Failure> {
    state.withLock { $0.documentCount += 1 }
    var watch = Watch(settings, process)
    var frames = FrameBuffer()
    do {
      try process.write(request.frame())
      while true {
        if let failure = watch.failure() { return end(with: failure) }
        guard Descriptor.isReadable(process.output, within: Self.beat) else { continue }
        let bytes = try Descriptor.read(upTo: 1 << 16, from: process.output)
        if bytes.isEmpty { return end(with: nil) }
        watch.receivedBytes += bytes.count
        frames.append(bytes)
        while let frame = try frames.next() {
          if let result = try take(try WorkerMessage(decoding: frame)) { return result }
        }
      }
    } catch is ByteReader.Malformed {
      return end(with: Failure(.crashed, stage: .parse, "The parser's answer makes no sense."))
    } catch {
      return end(with: nil)
    }
  }

  /// - Parameter failure: nil where its end has to say what happened.
  private func end<Answer>(with failure: Failure?) -> Result<Answer, Failure> {
    state.withLock { $0.isUsable = false }
    if failure != nil {
      process.kill()
    } else {
      // It has closed its pipe: it is ending, or was talked into closing it.
      let limit = DispatchTime.now() + 1
      while process.exit == nil, DispatchTime.now() < limit { usleep(1000) }
      process.kill()
    }
    let exit = process.wait()
    if let failure { return .failure(failure) }
    if exit == .signal(SIGXCPU) {
      return .failure(Failure(.tooSlow, stage: .parse, "The parser used up its processor time."))
    }
    return .failure(Failure(.crashed, stage: .parse, "The parser \(exit)."))
  }
}

/// What a worker may use for one document.
private struct Watch {
  private let settings: ParseSettings
  private let process: ChildProcess
  private let deadline: DispatchTime
  private var nextLook = DispatchTime.now()
  var receivedBytes = 0

  init(_ settings: ParseSettings, _ process: ChildProcess) {
    self.settings = settings
    self.process = process
    deadline = .now() + settings.timeout
  }

  /// What it is over; nil while it is over nothing.
  mutating func failure() -> Failure? {
    let now = DispatchTime.now()
    if now >= deadline {
      return Failure(
        .tooSlow, stage: .parse, "The parser was not done after \(settings.timeout) seconds.")
    }
    if receivedBytes > settings.memory { return tooBig("sent") }
    guard now >= nextLook else { return nil }
    nextLook = now + .milliseconds(50)
    if let bytes = process.residentBytes, bytes > settings.memory { return tooBig("took") }
    return nil
  }

  private func tooBig(_ what: String) -> Failure {
    let limit = settings.memory / 1_000_000
    return Failure(.tooBig, stage: .parse, "The parser \(what) more than \(limit) MB of memory.")
  }
}
