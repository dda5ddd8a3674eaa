private import Dispatch
package import Extraction
private import Foundation
private import Processes

/// A model server that sluice starts when the first request comes, and ends in any case.
///
/// It runs on a free loopback port with a random key for this run. Requests wait for their turn on
/// this machine and then for the model to be loaded. A server that dies is started once more; when
/// it dies again, or cannot be started, the model is closed for the run. The server's lifeline ends
/// it when this process is gone, by whatever way. One object may serve several clients.
package final class ManagedServer: ModelEndpoint, @unchecked Sendable {
  private enum State {
    case idle
    /// Waiting for our turn.
    case queueing
    /// Our turn, and the server is not ready.
    case starting
    /// Our turn, and the server is ready.
    case serving
    case closed(Failure)
  }

  private struct Server {
    let child: ChildProcess
    let port: UInt16
    let endpoint: Endpoint
    let startedAt: DispatchTime
    var isReady = false
    /// When a person is told next that it still loads, in seconds of its age.
    var nextNote = 20.0

    /// Since it was started, in seconds.
    var age: Double {
      Double(DispatchTime.now().uptimeNanoseconds - startedAt.uptimeNanoseconds) / 1e9
    }
  }

  /// The model's file name and size, as they were in the beginning.
  package let modelIdentity: String

  private let settings: ModelSettings
  private let contextTokens: Int
  private let slots: Int
  private let threads: Int
  private let startTimeout: Double
  private let environment: [String: String]
  private let guardExecutable: String
  private let cache: ModelCache
  /// For its health alone.
  private let transport = CurlTransport(connections: 1)
  private let note: @Sendable (String) -> Void

  /// The one queue: everything below belongs to it.
  private let queue = DispatchQueue(label: "sluice.managed-server")
  private var state = State.idle
  private var turn: ModelTurn?
  private var server: Server?
  private var waiting: [@Sendable (Result<Endpoint, Failure>) -> Void] = []
  /// Requests that hold the turn.
  private var active = 0
  private var restarts = 1
  private var otherPorts = 3

  /// Starts nothing yet.
  ///
  /// - Parameters:
  ///   - contextTokens: prompt and reply together, for each slot.
  ///   - slots: requests at a time.
  ///   - threads: of the server.
  ///   - startTimeout: for loading the model, in seconds.
  ///   - environment: that of this process; it says where the model and its server are.
  ///   - guardExecutable: this program: it has the hidden subcommand `server-guard`.
  ///   - note: is given a line for a person: what is being started, and how long it took.
  package init(
    settings: ModelSettings, contextTokens: Int, slots: Int = 1, threads: Int = processors,
    startTimeout: Double = 180,
    environment: [String: String] = ProcessInfo.processInfo.environment,
    guardExecutable: String, note: @escaping @Sendable (String) -> Void
  ) {
    self.settings = settings
    self.contextTokens = contextTokens
    self.slots = slots
    self.threads = threads
    self.startTimeout = startTimeout
    self.environment = environment
    self.guardExecutable = guardExecutable
    self.note = note
    cache = ModelCache(environment: environment)
    // Without a file nothing is answered, so nothing is known by this identity.
    modelIdentity = (try? cache.model(of: settings).identity) ?? ""
  }

  /// The processors of this machine.
  package static var processors: Int { ProcessInfo.processInfo.activeProcessorCount }

  /// No model, or no program to serve it; found out without starting one.
  package var obstacle: Failure? {
    do throws(Failure) {
      _ = try cache.model(of: settings)
      _ = try ServerProgram.find(settings, cache: cache, environment: environment)
      return nil
    } catch {
      return error
    }
  }

  /// The process that was started, while it runs.
  var processID: Int32? {
    queue.sync { server.flatMap { $0.child.exit == nil ? $0.child.pid : nil } }
  }

  package func open(_ completion: @escaping @Sendable (Result<Endpoint, Failure>) -> Void) {
    queue.async {
      self.waiting.append(completion)
      self.advance()
    }
  }

  package func close() {
    queue.async {
      self.active -= 1
      guard self.active == 0, case .serving = self.state else { return }
      self.turn?.pass()
      self.state = .idle
      self.advance()
    }
  }

  /// Ends the server; blocks until it is gone.
  package func shutDown() {
    queue.sync {
      close(Failure(.modelUnavailable, stage: .request, "the run was interrupted"))
    }
  }
}

// On the queue.
extension ManagedServer {
  /// Takes the next step for those who wait.
  private func advance() {
    if waiting.isEmpty { return }
    switch state {
    case .idle: takeTurn()
    case .queueing, .starting: break
    case .serving:
      // With several slots, we could keep the turn for ever: let others come between.
      if active > 0, turn?.isWantedElsewhere == true { return }
      serve()
    case .closed(let failure):
      let waiting = waiting
      self.waiting = []
      for completion in waiting { completion(.failure(failure)) }
    }
  }

  private func takeTurn() {
    state = .queueing
    do throws(ProcessError) {
      cache.makeFolder()
      let turn = try ourTurn()
      turn.take(
        while: { [weak self] in self?.isQueueing ?? false },
        completion: { [weak self] error in
          if let error { self?.fail("\(error)") } else { self?.serve() }
        })
    } catch {
      fail("\(error)")
    }
  }

  private func ourTurn() throws(ProcessError) -> ModelTurn {
    if let turn { return turn }
    let turn = try ModelTurn(folder: cache.folder, queue: queue, note: note)
    self.turn = turn
    return turn
  }

  private var isQueueing: Bool {
    if case .queueing = state { true } else { false }
  }

  /// In our turn: gives the endpoint to all who wait, once there is a server.
  private func serve() {
    guard let server else { return start() }
    if let exit = server.child.exit { return restart(after: exit, server) }
    guard server.isReady else { return }
    state = .serving
    let waiting = waiting
    self.waiting = []
    active += waiting.count
    for completion in waiting { completion(.success(server.endpoint)) }
    if waiting.isEmpty, active == 0 {
      turn?.pass()
      state = .idle
    }
  }

  private func restart(after exit: ChildProcess.Exit, _ dead: Server) {
    server = nil
    guard restarts > 0 else { return fail(epitaph(dead, "\(exit)")) }
    restarts -= 1
    note("the local model's server \(exit): starting it again")
    start()
  }

  private func start() {
    state = .starting
    do throws(Failure) {
      let model = try cache.model(of: settings)
      let program = try ServerProgram.find(
        settings, cache: cache, environment: environment)
      guard let port = FreePort.find() else { return fail("there is no free port") }
      let plan = ServerProgram.Plan(
        model: model, port: port, key: Self.randomKey(), contextTokens: contextTokens,
        slots: slots, threads: threads)
      note("starting the local model (\(model.name))")
      try spawn(
        program.command(
          plan, environment: environment, guardExecutable: guardExecutable), plan)
    } catch {
      close(error)
    }
  }

  private func spawn(_ command: Command, _ plan: ServerProgram.Plan) throws(Failure) {
    let endpoint = Endpoint(baseURL: "http://127.0.0.1:\(plan.port)/v1", apiKey: plan.key)
    do throws(ProcessError) {
      let child = try ChildProcess(command)
      server = Server(child: child, port: plan.port, endpoint: endpoint, startedAt: .now())
      lookAtHealth(of: child)
    } catch {
      fail("\(error)")
    }
  }
}

// On the queue: until it is loaded.
extension ManagedServer {
  private func lookAtHealth(of child: ChildProcess) {
    guard let server, server.child === child else { return }
    if let exit = child.exit { return diedWhileLoading(server, exit) }
    if server.age > startTimeout {
      return fail(epitaph(server, "was not ready after \(Int(startTimeout)) s"))
    }
    // Of one loopback port: `/v1/health` does not exist everywhere.
    if server.age > server.nextNote {
      note("the local model is still loading (\(Int(server.age)) s)")
      self.server?.nextNote += 20
    }
    let url = "http://127.0.0.1:\(server.port)/health"
    _ = transport.send(HTTPRequest(url: url, timeout: 5)) { [weak self] result in
      guard let self else { return }
      queue.async {
        if case .success(let response) = result, response.status == 200 {
          self.becameReady(child)
        } else {
          self.queue.asyncAfter(deadline: .now() + 0.1) { self.lookAtHealth(of: child) }
        }
      }
    }
  }

  private func becameReady(_ child: ChildProcess) {
    guard var server, server.child === child else { return }
    // Whoever answered on that port is another, if ours has ended.
    if let exit = child.exit { return diedWhileLoading(server, exit) }
    server.isReady = true
    self.server = server
    note("the local model is loaded (\(Int(server.age.rounded())) s)")
    serve()
  }

  private func diedWhileLoading(_ server: Server, _ exit: ChildProcess.Exit) {
    let words = server.child.standardError.lowercased()
    self.server = nil
    if otherPorts > 0, words.contains("couldn't bind") || words.contains("address already in use") {
      otherPorts -= 1
      return start()
    }
    fail(epitaph(server, "\(exit)"))
  }
}

// On the queue: the end.
extension ManagedServer {
  private func fail(_ words: String) {
    close(
      Failure(
        .modelUnavailable, stage: .request, "model \(settings.name): \(words)",
        advice: "Run `sluice check`, and read what the server says; `make model` fetches it anew.",
        closure: .unavailable))
  }

  private func close(_ failure: Failure) {
    if case .closed = state { return }
    state = .closed(failure)
    server?.child.kill()
    _ = server?.child.wait()
    server = nil
    turn?.pass()
    advance()
  }

  /// What became of a server, with its last words.
  private func epitaph(_ server: Server, _ end: String) -> String {
    let lines = server.child.standardError.split(whereSeparator: \.isNewline).suffix(3)
    let words = Words.line(lines.joined(separator: " / "), without: server.endpoint.apiKey)
    return "its server \(end)" + (words.isEmpty ? "" : ": \(words)")
  }

  private static func randomKey() -> String {
    let digits = Array("0123456789abcdef")
    return String((0..<32).compactMap { _ in digits.randomElement() })
  }
}
