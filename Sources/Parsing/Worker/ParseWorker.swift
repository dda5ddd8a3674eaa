private import Dispatch
private import Extraction
private import Glibc
private import Processes
private import Synchronization

/// The body of the hidden `sluice parse-worker`: reads requests, answers them, ends with its parent.
///
/// Standard input is read by a thread of its own, which ends the process at end of file also while
/// a parser hangs. Standard output is moved away at once, for poppler prints what it pleases; that
/// and its complaints go to a file in memory, whose first lines become warnings.
package enum ParseWorker {
  /// Runs until standard input ends.
  ///
  /// Never returns.
  package static func main() -> Never {
    let replies = fcntl(1, F_DUPFD_CLOEXEC, 3)
    do throws(ProcessError) {
      let complaints = try Complaints()
      try Confinement(niceness: 10, fileSize: Complaints.capacity, allowsNetwork: false).apply()
      InterruptSignals.ignoreBrokenPipes()
      serve(Inbox(), replies, complaints)
    } catch {
      let words = Array("sluice parse-worker: \(error)\n".utf8)
      _ = write(2, words, words.count)
      exit(70)
    }
  }

  private static func serve(_ inbox: Inbox, _ replies: Int32, _ complaints: Complaints) -> Never {
    Lifeline.thread { inbox.fill() }
    while true {
      let request = inbox.next()
      complaints.clear()
      let outbox = Outbox(descriptor: replies)
      do throws(Failure) {
        try answer(request, outbox) { complaints.sentences() }
      } catch {
        outbox.send(.failed(error))
      }
    }
  }

  private static func answer(
    _ request: WorkerMessage, _ outbox: Outbox, warnings: @escaping () -> [String]
  ) throws(Failure) {
    let renderer = PDFRenderer(warnings: warnings)
    switch request {
    case .parse(let path, let settings):
      try limit(settings)
      try DocumentReader(settings).read(path, into: outbox, warnings: warnings)
    case .ink(let places, let file):
      try limit(file.settings)
      outbox.send(.inked(try renderer.ink(at: places, of: file)))
    case .image(let page, let dpi, let file):
      try limit(file.settings)
      outbox.send(.drawn(try renderer.image(ofPage: page, dpi: dpi, of: file)))
    case .opened, .part, .closed, .failed, .inked, .drawn: _exit(64)
    }
  }

  /// Backstops: the parent watches closer than these do.
  private static func limit(_ settings: ParseSettings) throws(Failure) {
    do throws(ProcessError) {
      try Confinement.allowAddressSpace(settings.memory > Int.max / 2 ? .max : 2 * settings.memory)
      try Confinement.allowProcessorTime(2 * settings.timeout)
    } catch {
      throw Failure(.crashed, stage: .parse, "The parser cannot be confined: \(error).")
    }
  }

  /// Requests, in order of arrival.
  private final class Inbox: Sendable {
    private let requests = Mutex<[WorkerMessage]>([])
    private let count = DispatchSemaphore(value: 0)

    /// Reads standard input; ends the process when that does.
    func fill() -> Never {
      while true {
        do {
          let length = try Descriptor.read(exactly: 4, from: 0)
          let size = length.withUnsafeBytes { $0.loadUnaligned(as: Int32.self) }
          let message = try WorkerMessage(
            decoding: try Descriptor.read(exactly: Int(max(0, size)), from: 0))
          requests.withLock { $0.append(message) }
          count.signal()
        } catch {
          _exit(0)
        }
      }
    }

    func next() -> WorkerMessage {
      count.wait()
      return requests.withLock { $0.removeFirst() }
    }
  }

  /// Sends a document to the parent as it is read.
  private struct Outbox: DocumentSink {
    let descriptor: Int32

    func open(sha256: Digest, _ type: MediaType) { send(.opened(sha256, type)) }
    func add(_ part: DocumentPart) { send(.part(part)) }
    func close(hidden: [HiddenText], warnings: [String]) {
      send(.closed(hidden: hidden, warnings: warnings))
    }

    func send(_ message: WorkerMessage) {
      do {
        try Descriptor.write(message.frame(), to: descriptor)
      } catch {
        _exit(0)
      }
    }
  }
}
