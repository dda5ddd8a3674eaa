private import CLinux
private import Glibc

/// What a child process is to be.
package struct Command: Sendable {
  /// Where its standard input comes from.
  package enum Input: Sendable {
    /// A pipe whose other end is ``ChildProcess/input``.
    case pipe
    /// `/dev/null`.
    case null
  }

  /// Where its standard output goes.
  package enum Output: Sendable {
    /// A pipe whose other end is ``ChildProcess/output``.
    case pipe
    /// Where ours goes.
    case inherit
    /// `/dev/null`.
    case discard
  }

  /// Where its standard error goes.
  package enum ErrorOutput: Sendable {
    /// Where ours goes.
    case inherit
    /// The last few kilobytes are kept: ``ChildProcess/standardError``.
    case capture
    /// `/dev/null`.
    case discard
  }

  /// Which process group it belongs to.
  package enum Group: Sendable {
    /// It leads one.
    case own
    /// Ours.
    case inherit
  }

  /// A path, or a name that is looked for on `PATH`.
  package var executable: String
  /// Without the program's own name.
  package var arguments: [String]
  /// Nil: ours; else exactly this.
  package var environment: [String: String]?
  /// Added to ours; 0 to 19.
  package var niceness: Int32
  /// In bytes; nil: no limit of its own.
  package var addressSpaceLimit: Int?
  /// Nil: ours.
  package var workingDirectory: String?
  package var standardInput = Input.pipe
  package var standardOutput = Output.pipe
  package var standardError: ErrorOutput
  package var group = Group.own

  package init(
    executable: String, arguments: [String] = [], environment: [String: String]? = nil,
    niceness: Int32 = 0, addressSpaceLimit: Int? = nil, workingDirectory: String? = nil,
    standardError: ErrorOutput = .inherit
  ) {
    self.executable = executable
    self.arguments = arguments
    self.environment = environment
    self.niceness = niceness
    self.addressSpaceLimit = addressSpaceLimit
    self.workingDirectory = workingDirectory
    self.standardError = standardError
  }
}

extension Command {
  /// A started process, and our ends of its pipes.
  struct Spawned {
    var pid: Int32
    var input: Int32 = -1
    var output: Int32 = -1
    var errors: Int32?
  }

  /// Starts the program and puts its limits in place.
  func spawn() throws(ProcessError) -> Spawned {
    let null = open("/dev/null", O_RDWR | O_CLOEXEC)
    if null < 0 { throw .cannotOpen("/dev/null", errno) }
    var theirs = [null]
    var ours: [Int32] = []
    defer { for descriptor in theirs { close(descriptor) } }
    var spawned = Spawned(pid: 0)
    do throws(ProcessError) {
      var descriptors = (input: null, output: null, error: null)
      if standardInput == .pipe {
        (descriptors.input, spawned.input) = try Self.pipe(&theirs, &ours, childReads: true)
      }
      switch standardOutput {
      case .pipe:
        (descriptors.output, spawned.output) = try Self.pipe(&theirs, &ours, childReads: false)
      case .inherit: descriptors.output = 1
      case .discard: break
      }
      switch standardError {
      case .capture:
        let (their, our) = try Self.pipe(&theirs, &ours, childReads: false)
        (descriptors.error, spawned.errors) = (their, our)
      case .inherit: descriptors.error = 2
      case .discard: break
      }
      spawned.pid = try start(descriptors)
    } catch {
      for descriptor in ours { close(descriptor) }
      throw error
    }
    limit(spawned.pid)
    return spawned
  }

  /// From here, because `posix_spawn` cannot; a child that must not run without calls
  /// ``Confinement/apply()`` itself.
  private func limit(_ pid: Int32) {
    if niceness != 0 {
      let ours = getpriority(__priority_which_t(PRIO_PROCESS.rawValue), 0)
      setpriority(__priority_which_t(PRIO_PROCESS.rawValue), id_t(pid), min(19, ours + niceness))
    }
    if let addressSpaceLimit { _ = CLinux_limit_address_space(pid, UInt64(addressSpaceLimit)) }
  }

  private func start(_ descriptors: (input: Int32, output: Int32, error: Int32))
    throws(ProcessError) -> Int32
  {
    let arguments = CStrings([executable] + self.arguments)
    let variables = environment.map { CStrings($0.map { "\($0)=\($1)" }) }
    var pid: Int32 = 0
    let code = executable.withCString { executable in
      Self.withOptionalCString(workingDirectory) { directory in
        var spawn = CLinux_Spawn(
          executable: executable, arguments: arguments.pointers,
          environment: variables?.pointers ?? environ, directory: directory,
          input: descriptors.input, output: descriptors.output, error: descriptors.error,
          own_group: group == .own)
        return CLinux_spawn(&spawn, &pid)
      }
    }
    withExtendedLifetime((arguments, variables)) {}
    if code != 0 { throw .cannotStart(executable, code) }
    return pid
  }

  private static func pipe(_ theirs: inout [Int32], _ ours: inout [Int32], childReads: Bool)
    throws(ProcessError) -> (their: Int32, our: Int32)
  {
    var ends: [Int32] = [-1, -1]
    let code = CLinux_pipe(&ends)
    if code != 0 { throw .cannotMakePipe(code) }
    let (their, our) = childReads ? (ends[0], ends[1]) : (ends[1], ends[0])
    theirs.append(their)
    ours.append(our)
    return (their, our)
  }

  private static func withOptionalCString<R>(
    _ text: String?, _ body: (UnsafePointer<CChar>?) -> R
  ) -> R {
    guard let text else { return body(nil) }
    return text.withCString(body)
  }
}

/// A NULL-terminated vector of C strings, as `argv` and `environ` are.
private final class CStrings {
  let pointers: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>
  private let count: Int

  init(_ texts: [String]) {
    count = texts.count
    pointers = .allocate(capacity: count + 1)
    for (index, text) in texts.enumerated() { pointers[index] = strdup(text) }
    pointers[count] = nil
  }

  deinit {
    for index in 0..<count { free(pointers[index]) }
    pointers.deallocate()
  }
}
