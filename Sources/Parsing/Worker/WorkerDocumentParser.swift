private import Dispatch
package import Extraction
private import Processes
private import Synchronization

/// Has documents read, and their pages drawn, by a pool of warm worker processes.
///
/// Thread-safe.
///
/// A worker is started when there is no idle one, so there are never more than callers, nor than
/// the number given. One that crashed or was killed is replaced, and its document tried once more
/// with no other parse beside it, where the ``FailurePolicy`` says so.
package final class WorkerDocumentParser: DocumentParser, PageRenderer {
  private struct State {
    var idle: [WorkerProcess] = []
    var busy: [WorkerProcess] = []
    var isShutDown = false
  }

  /// A worker is replaced after so many documents: what a library leaks goes with it.
  private static let mostDocuments = 500

  private let executable: String
  private let arguments: [String]
  /// Readers pass together; a barrier is a parse that is alone.
  private let gate = DispatchQueue(label: "sluice.parse", attributes: .concurrent)
  private let slots: DispatchSemaphore
  private let state = Mutex(State())

  /// Starts nothing yet.
  ///
  /// - Parameters:
  ///   - executable: what runs ``ParseWorker/main()`` when it is given the arguments.
  ///   - workers: how many at a time, at most.
  package init(executable: String, arguments: [String] = ["parse-worker"], workers: Int) {
    self.executable = executable
    self.arguments = arguments
    slots = DispatchSemaphore(value: max(1, workers))
  }

  deinit { shutDown() }

  package func parse(_ path: DocumentPath, _ settings: ParseSettings) throws(Failure)
    -> ParsedDocument
  {
    try answer(settings) { worker in
      var assembly = DocumentAssembly()
      return worker.answer(to: .parse(path, settings), settings) {
        message throws(ByteReader.Malformed) in try assembly.take(message)
      }
    }
  }

  package func ink(at places: [PagePlace], of file: SourceFile) throws(Failure) -> [Bool] {
    try answer(file.settings) { worker in
      worker.answer(to: .ink(places, file), file.settings) {
        message throws(ByteReader.Malformed) in
        switch message {
        case .inked(let ink) where ink.count == places.count: return .success(ink)
        case .failed(let failure): return .failure(failure)
        default: throw ByteReader.Malformed()
        }
      }
    }
  }

  package func image(ofPage page: Int, dpi: Double, of file: SourceFile) throws(Failure) -> [UInt8]
  {
    try answer(file.settings) { worker in
      worker.answer(to: .image(page: page, dpi: dpi, file), file.settings) {
        message throws(ByteReader.Malformed) in
        switch message {
        case .drawn(let bytes): return .success(bytes)
        case .failed(let failure): return .failure(failure)
        default: throw ByteReader.Malformed()
        }
      }
    }
  }

  /// Kills all workers; calls that are blocked, and all later ones, fail at once.
  package func shutDown() {
    let workers = state.withLock { state in
      defer {
        state.isShutDown = true
        state.idle = []
      }
      return state.idle + state.busy
    }
    for worker in workers { worker.kill() }
  }

  private var isShutDown: Bool { state.withLock { $0.isShutDown } }

  /// Has a worker do something, and once more alone where the failure's policy says so.
  private func answer<Answer>(
    _ settings: ParseSettings, _ work: (WorkerProcess) -> Result<Answer, Failure>
  ) throws(Failure) -> Answer {
    var result = gate.sync { attempt(settings, work) }
    if case .failure(let failure) = result, !isShutDown,
      FailurePolicy.tries(.onceMoreAlone, for: failure.failureClass)
    {
      result = gate.sync(flags: .barrier) { attempt(settings, work) }
    }
    return try result.get()
  }

  private func attempt<Answer>(
    _ settings: ParseSettings, _ work: (WorkerProcess) -> Result<Answer, Failure>
  ) -> Result<Answer, Failure> {
    slots.wait()
    defer { slots.signal() }
    do throws(Failure) {
      let worker = try checkOut()
      let result = work(worker)
      checkIn(worker, memory: settings.memory)
      if case .failure = result, isShutDown { throw Self.stopped }
      return result
    } catch {
      return .failure(error)
    }
  }

  private func checkOut() throws(Failure) -> WorkerProcess {
    let idle = state.withLock { state in
      // One that died while it had nothing to do says nothing about the next document.
      state.idle.removeAll { $0.hasEnded }
      let worker = state.idle.popLast()
      if let worker { state.busy.append(worker) }
      return worker
    }
    if let idle { return idle }
    let worker: WorkerProcess
    do throws(ProcessError) {
      worker = try WorkerProcess(executable: executable, arguments: arguments)
    } catch {
      throw Failure(
        .crashed, stage: .parse, "The parser did not start: \(error).",
        advice:
          "This is no fault of the file. Check that the machine has memory and processes left.")
    }
    let isShutDown = state.withLock { state in
      state.busy.append(worker)
      return state.isShutDown
    }
    // Whoever shut us down cannot have seen this worker.
    if isShutDown { worker.kill() }
    return worker
  }

  private func checkIn(_ worker: WorkerProcess, memory: Int) {
    // Half the limit gone before a document begins is too much to be judged by.
    let isGrown = (worker.residentBytes ?? 0) > memory / 2
    let isFit = worker.isUsable && worker.documentCount < Self.mostDocuments && !isGrown
    let isKept = state.withLock { state in
      state.busy.removeAll { $0 === worker }
      if isFit, !state.isShutDown { state.idle.append(worker) }
      return isFit && !state.isShutDown
    }
    if !isKept { worker.kill() }
  }

  private static let stopped = Failure(
    .crashed, stage: .parse, "Parsing was stopped before the document was read.",
    advice: "The next run takes it up again.")
}
