import Extraction
private import Glibc
import Processes

/// A program that serves a GGUF file, and how it is started.
enum ServerProgram: Sendable, Equatable {
  /// A server that takes the arguments of `llama-server`: its command.
  case llamaServer([String])
  /// A Python that has xllamacpp.
  case python(String)

  /// What a server is to serve.
  struct Plan: Sendable {
    var model: ModelCache.Model
    var port: UInt16
    /// Secret; handed over in the environment.
    var key: String
    /// Of one slot.
    var contextTokens: Int
    /// Requests at a time.
    var slots: Int
    var threads: Int
  }

  /// The first that is found: the settings' own command, `llama-server` on `PATH`, the cached
  /// Python.
  ///
  /// - Throws: a failure with the closure `unavailable` where there is none.
  static func find(
    _ settings: ModelSettings, cache: ModelCache, environment: [String: String]
  ) throws(Failure) -> ServerProgram {
    if let server = settings.server {
      let isFile = access(server, X_OK) == 0
      return .llamaServer(isFile ? [server] : server.split(separator: " ").map(String.init))
    }
    for folder in (environment["PATH"] ?? "").split(separator: ":") {
      let path = "\(folder)/llama-server"
      if access(path, X_OK) == 0 { return .llamaServer([path]) }
    }
    if access(cache.python, X_OK) == 0 { return .python(cache.python) }
    throw Failure(
      .modelUnavailable, stage: .request,
      "model \(settings.name): there is no server for it: neither llama-server on PATH nor "
        + cache.python,
      advice: "Run `make model`, which fetches one, or name one with `server:` in the pipeline.",
      closure: .unavailable)
  }

  /// How it is started; its standard input is its lifeline.
  ///
  /// - Parameter guardExecutable: this program, which runs servers that know no lifeline.
  func command(
    _ plan: Plan, environment: [String: String], guardExecutable: String
  ) -> Command {
    var environment = environment
    environment["LLAMA_API_KEY"] = plan.key
    var command: Command
    switch self {
    case .llamaServer(let words):
      command = Command(
        executable: guardExecutable,
        arguments: ["server-guard", "--"] + words + [
          "--model", plan.model.path, "--host", "127.0.0.1", "--port", "\(plan.port)",
          "--ctx-size", "\(plan.contextTokens * plan.slots)", "--parallel", "\(plan.slots)",
          "--threads", "\(plan.threads)",
        ], environment: environment, standardError: .capture)
    case .python(let python):
      command = Command(
        executable: python,
        arguments: [
          "-I", "-c", PythonLauncher.text, plan.model.path, "\(plan.port)",
          "\(plan.contextTokens * plan.slots)", "\(plan.slots)", "\(plan.threads)",
        ], environment: environment, standardError: .capture)
    }
    command.standardOutput = .discard
    return command
  }
}

/// Serves a model by xllamacpp, in Python.
///
/// It watches its own lifeline. The kernel sends SIGIO at the end of standard input, whose default
/// effect is the end: a thread of Python's alone would wait until the model is loaded, because
/// loading holds the interpreter's lock (seen: two seconds late). The thread is for an end that
/// came before. The server does ask for the key (checked: 401 without it; `/health` needs none).
enum PythonLauncher {
  static let text = """
    import fcntl, os, sys, threading
    fcntl.fcntl(0, fcntl.F_SETOWN, os.getpid())
    fcntl.fcntl(0, fcntl.F_SETFL, fcntl.fcntl(0, fcntl.F_GETFL) | os.O_ASYNC)
    def watch():
        while os.read(0, 512):
            pass
        os._exit(0)
    threading.Thread(target=watch, daemon=True).start()
    import xllamacpp
    model, port, context, slots, threads = sys.argv[1:]
    p = xllamacpp.CommonParams()
    p.model.path = model
    p.hostnames = ["127.0.0.1"]
    p.port = int(port)
    p.n_ctx = int(context)
    p.n_parallel = int(slots)
    p.cpuparams.n_threads = int(threads)
    p.api_keys = [os.environ["LLAMA_API_KEY"]]
    server = xllamacpp.Server(p)
    threading.Event().wait()
    """
}
