import Dispatch
import Extraction
import Foundation
import JSON
import Processes
import Synchronization
import TestSupport
import Testing

@testable import Requesting

/// The managed server with a real model, where `make model` has put one.
@Suite(
  .serialized,
  .enabled(if: RealModel.isWanted, "no local model: run make model, or set SLUICE_TEST_MODEL=1"))
struct RealModelTests {
  @Test func answersByAServerThatIsGoneAfterwards() throws {
    let real = try RealModel()
    let reply = try real.ask().get()
    #expect(reply.text.contains("42"))
    #expect(reply.usage.inputTokens > 10 && reply.usage.outputTokens > 0)
    #expect(real.notes.lines.contains { $0.hasPrefix("starting the local model (") })
    #expect(real.notes.lines.contains { $0.hasPrefix("the local model is loaded (") })
    // The prefix is in the cache by now, and the server is still the same.
    #expect(try real.ask().get().usage.cachedTokens > 10)
    #expect(real.notes.lines.filter { $0.hasPrefix("starting") }.count == 1)
    let pid = try #require(real.server.processID)
    kill(pid, SIGKILL)
    #expect(try real.ask().get().text.contains("42"))
    let successor = try #require(real.server.processID)
    #expect(successor != pid)
    real.client.shutDown()
    #expect(kill(successor, 0) != 0 && errno == ESRCH)
  }

  @Test func endsWithItsLifelineAlsoWhileItLoads() throws {
    let environment = ProcessInfo.processInfo.environment
    let cache = ModelCache(environment: environment)
    let plan = ServerProgram.Plan(
      model: try cache.model(of: ModelSettings(name: "local", provider: .llamaCPP)),
      port: try #require(FreePort.find()), key: "key", contextTokens: 256, slots: 1, threads: 1)
    let command = ServerProgram.python(cache.python).command(
      plan, environment: environment, guardExecutable: "")
    let child = try ChildProcess(command)
    while !child.standardError.contains("load_model"), child.exit == nil { usleep(10_000) }
    child.closeInput()
    #expect([.signal(SIGIO), .status(0)].contains(child.wait()))
  }

  @Test func takesAPromptThatIsTooLongForTruncated() throws {
    let real = try RealModel(contextTokens: 512)
    let long = String(repeating: "word ", count: 2000)
    guard case .failure(let failure) = real.ask(long) else {
      Issue.record("answered")
      return
    }
    #expect(failure.failureClass == .truncated)
    #expect(failure.closure == nil)
  }
}

/// A client of the cached model with all that it needs.
private final class RealModel: Sendable {
  let notes = Notes()
  let server: ManagedServer
  let client: OpenAIModelClient

  /// Whether it is there; on a build server only when it is asked for, because it is slow.
  static var isWanted: Bool {
    let environment = ProcessInfo.processInfo.environment
    if environment["SLUICE_TEST_MODEL"] == "1" { return true }
    return environment["CI"] != "true" && managed(environment, Notes()).obstacle == nil
  }

  init(contextTokens: Int = 1024) throws {
    let environment = ProcessInfo.processInfo.environment
    server = Self.managed(environment, notes, contextTokens: contextTokens)
    client = OpenAIModelClient(
      settings: Self.settings, endpoint: server, transport: CurlTransport(connections: 2),
      maxInFlight: 1)
  }

  deinit {
    client.shutDown()
  }

  private static let settings = ModelSettings(
    name: "local", provider: .llamaCPP, maxOutputTokens: 30, timeout: 600)

  private static func managed(
    _ environment: [String: String], _ notes: Notes, contextTokens: Int = 1024
  ) -> ManagedServer {
    ManagedServer(
      settings: settings, contextTokens: contextTokens, environment: environment,
      guardExecutable: BuiltBinary.sluice.path, note: notes.add)
  }

  func ask(_ words: String = "") -> Result<Reply, Failure> {
    let prompt = Prompt(
      id: "0.0", chunk: Chunk(index: 0, range: 0..<1), rung: 0, system: "You answer in JSON.",
      user: "The total of the invoice is 42 euros. \(words) What is the total?",
      schema: [
        "type": "object", "properties": ["total": ["type": "integer"]], "required": ["total"],
        "additionalProperties": false,
      ])
    return Waiter.wait {
      client.send(client.request(for: prompt), for: Digest(of: "d"), completion: $0)
    }
  }
}

/// The managed server's own behaviour, with a server program that is a script: it fakes the model
/// by a fixed answer, and is a real process that listens on a real port and asks for the key.
@Suite(.serialized) struct ManagedServerTests {
  private let notes = Notes()

  private func server(
    _ folder: TemporaryFolder, script: String, startTimeout: Double = 30
  ) throws -> ManagedServer {
    let program = try folder.write(script, to: "fake-llama-server")
    chmod(program.path, 0o700)
    let model = try folder.write("GGUF", to: "tiny.gguf")
    let settings = ModelSettings(
      name: "local", provider: .llamaCPP, model: model.path, server: program.path)
    var environment = ProcessInfo.processInfo.environment
    environment["XDG_CACHE_HOME"] = folder.path
    return ManagedServer(
      settings: settings, contextTokens: 1000, slots: 2, threads: 1, startTimeout: startTimeout,
      environment: environment, guardExecutable: BuiltBinary.sluice.path, note: notes.add)
  }

  private func open(_ server: ManagedServer) -> Result<Endpoint, Failure> {
    Waiter.wait { server.open($0) }
  }

  private func pid(_ folder: TemporaryFolder) throws -> Int32 {
    try #require(Int32(try folder.read("pid").trimmingCharacters(in: .whitespacesAndNewlines)))
  }

  @Test func startsNothingBeforeTheFirstRequestAndEndsWhatItStarted() throws {
    let folder = try TemporaryFolder()
    let server = try server(folder, script: FakeServer.working)
    #expect(notes.lines.isEmpty)
    let endpoint = try open(server).get()
    #expect(endpoint.baseURL.hasPrefix("http://127.0.0.1:"))
    #expect(endpoint.apiKey?.count == 32)
    let arguments = try folder.read("arguments")
    #expect(arguments.contains("--model \(folder.path)/tiny.gguf --host 127.0.0.1 --port "))
    #expect(arguments.contains("--ctx-size 2000 --parallel 2 --threads 1"))
    #expect(!arguments.contains(endpoint.apiKey ?? "?"))
    #expect(try folder.read("key") == endpoint.apiKey)
    let pid = try pid(folder)
    #expect(kill(pid, 0) == 0)
    server.close()
    server.shutDown()
    #expect(ends(pid))
    guard case .failure(let failure) = open(server) else {
      Issue.record("opened")
      return
    }
    #expect(failure.message.contains("interrupted"))
  }

  @Test func endsTheServerWithItsLastReference() throws {
    let folder = try TemporaryFolder()
    var server: ManagedServer? = try server(folder, script: FakeServer.working)
    _ = try open(#require(server)).get()
    let pid = try pid(folder)
    server = nil
    #expect(ends(pid))
  }

  @Test func startsADeadServerOnceMoreAndThenGivesUp() throws {
    let folder = try TemporaryFolder()
    let server = try server(folder, script: FakeServer.working)
    for _ in 0..<2 {
      _ = try open(server).get()
      let pid = try pid(folder)
      kill(pid, SIGKILL)
      #expect(ends(pid))
      while server.processID != nil { usleep(10_000) }
      server.close()
    }
    guard case .failure(let failure) = open(server) else {
      Issue.record("opened")
      return
    }
    #expect(failure.failureClass == .modelUnavailable)
    #expect(failure.closure == .unavailable)
    server.shutDown()
  }

  @Test func saysWhatADyingServerSaid() throws {
    let folder = try TemporaryFolder()
    let server = try server(
      folder, script: "#!/bin/sh\necho \"bad magic, key $LLAMA_API_KEY\" >&2\nexit 3\n")
    guard case .failure(let failure) = open(server) else {
      Issue.record("opened")
      return
    }
    #expect(failure.closure == .unavailable)
    #expect(failure.message.contains("status 3: bad magic, key [key]"))
  }

  @Test func triesAnotherPortWhenItsOwnIsTaken() throws {
    let folder = try TemporaryFolder()
    let server = try server(
      folder,
      script: """
        #!/bin/sh
        if [ ! -e \(folder.path)/once ]; then
          touch \(folder.path)/once
          echo "couldn't bind HTTP server socket" >&2
          exit 1
        fi
        exec \(try folder.write(FakeServer.working, to: "second").executable)  "$@"
        """)
    _ = try open(server).get()
    server.shutDown()
  }

  @Test func givesUpOnAServerThatNeverBecomesReady() throws {
    let folder = try TemporaryFolder()
    let server = try server(folder, script: "#!/bin/sh\nexec sleep 100\n", startTimeout: 0.5)
    guard case .failure(let failure) = open(server) else {
      Issue.record("opened")
      return
    }
    #expect(failure.message.contains("not ready after 0 s"))
  }

  @Test func saysWhatIsMissing() throws {
    let folder = try TemporaryFolder()
    let model = try folder.write("GGUF", to: "tiny.gguf")
    for (settings, words) in [
      (ModelSettings(name: "local", provider: .llamaCPP), ModelCache.modelName),
      (ModelSettings(name: "local", provider: .llamaCPP, model: model.path), "no server"),
    ] {
      let server = ManagedServer(
        settings: settings, contextTokens: 1,
        environment: ["XDG_CACHE_HOME": folder.path, "PATH": "/nowhere"],
        guardExecutable: "/nowhere", note: notes.add)
      #expect(server.obstacle?.message.contains(words) == true)
      #expect(server.obstacle?.advice.contains("make model") == true)
      guard case .failure(let failure) = open(server) else {
        Issue.record("opened")
        return
      }
      #expect(failure == server.obstacle)
      #expect(failure.closure == .unavailable)
    }
  }

  @Test func takesTurnsWithAnotherRun() throws {
    let folder = try TemporaryFolder()
    let first = try server(folder, script: FakeServer.working)
    let second = try server(folder, script: FakeServer.working)
    _ = try open(first).get()
    let order = Mutex([String]())
    let done = DispatchGroup()
    done.enter()
    second.open { _ in
      order.withLock { $0.append("second") }
      second.close()
      done.leave()
    }
    // Long enough for the second to be next, and to say that it waits.
    #expect(
      notes.waits { $0.contains("waiting for the local model: another run is using it (pid") })
    #expect(order.withLock { $0.isEmpty })
    // The first wants to go on at once, but it is the second's turn.
    done.enter()
    first.open { _ in
      order.withLock { $0.append("first") }
      done.leave()
    }
    first.close()
    #expect(done.wait(timeout: .now() + 60) == .success)
    #expect(order.withLock { $0 } == ["second", "first"])
    first.shutDown()
    second.shutDown()
  }

  /// Whether a process ends soon.
  private func ends(_ pid: Int32) -> Bool {
    for _ in 0..<500 {
      if kill(pid, 0) != 0 { return true }
      usleep(10_000)
    }
    return false
  }
}

/// A script that fakes `llama-server`: it notes its number, arguments and key beside itself, says
/// twice that it is loading, and then that it is well.
private enum FakeServer {
  static let working = """
    #!/usr/bin/env python3
    import http.server, os, sys
    folder = os.path.dirname(os.path.abspath(__file__))
    def note(name, text):
        with open(os.path.join(folder, name), "w") as file:
            file.write(text)
    note("pid", str(os.getpid()))
    note("arguments", " ".join(sys.argv[1:]))
    note("key", os.environ["LLAMA_API_KEY"])
    class Handler(http.server.BaseHTTPRequestHandler):
        asked = 0
        def do_GET(self):
            Handler.asked += 1
            self.send_response(503 if Handler.asked < 3 else 200)
            self.end_headers()
        def log_message(self, *arguments):
            pass
    port = int(sys.argv[sys.argv.index("--port") + 1])
    http.server.HTTPServer(("127.0.0.1", port), Handler).serve_forever()
    """
}

/// Lines that were said to a person.
final class Notes: Sendable {
  private let said = Mutex([String]())

  var lines: [String] { said.withLock { $0 } }

  func add(_ line: String) {
    said.withLock { $0.append(line) }
  }

  func waits(for condition: (String) -> Bool) -> Bool {
    for _ in 0..<1000 {
      if lines.contains(where: condition) { return true }
      usleep(10_000)
    }
    return false
  }
}

extension URL {
  /// The path of the file, which can be run from now on.
  fileprivate var executable: String {
    chmod(path, 0o700)
    return path
  }
}
