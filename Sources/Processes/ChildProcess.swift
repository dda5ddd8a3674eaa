private import CLinux
private import Glibc
private import Synchronization

/// A running program and the ends of its pipes.
///
/// Thread-safe.
///
/// The child ends with this object: what nobody waited for is killed and reaped in `deinit`.
package final class ChildProcess: Sendable {
  /// How a process ended.
  package enum Exit: Sendable, Equatable, CustomStringConvertible {
    /// It called `exit`.
    case status(Int32)
    /// A signal ended it.
    case signal(Int32)

    package var description: String {
      switch self {
      case .status(let status): "ended with status \(status)"
      case .signal(let signal): "was ended by signal \(signal)"
      }
    }
  }

  private struct State {
    var exit: Exit?
    var isInputOpen: Bool
  }

  /// The process, and its group where it leads one.
  ///
  /// Not to be signalled but by this type.
  package let pid: Int32
  /// The writing end of its standard input: the lifeline.
  ///
  /// -1 where it has none.
  package let input: Int32
  /// The reading end of its standard output.
  ///
  /// -1 where it has none.
  package let output: Int32

  private let hasOwnGroup: Bool
  private let errors: TailReader?
  private let state: Mutex<State>

  /// Starts a program.
  ///
  /// Blocks until it is started or cannot be.
  package init(_ command: Command) throws(ProcessError) {
    InterruptSignals.ignoreBrokenPipes()
    let spawned = try command.spawn()
    pid = spawned.pid
    input = spawned.input
    output = spawned.output
    errors = spawned.errors.map { TailReader(descriptor: $0) }
    hasOwnGroup = command.group == .own
    state = Mutex(State(exit: nil, isInputOpen: spawned.input >= 0))
  }

  deinit {
    if state.withLock({ $0.exit }) == nil {
      kill()
      _ = wait()
    }
    closeInput()
    if output >= 0 { close(output) }
  }

  /// The last few kilobytes of its standard error, when that is captured.
  package var standardError: String { errors?.text ?? "" }

  /// What is in memory, in bytes; nil when it has ended.
  package var residentBytes: Int? {
    guard let statistics = try? ProcessFile.read("/proc/\(pid)/statm") else { return nil }
    let fields = statistics.split(separator: UInt8(ascii: " "))
    guard fields.count > 1, let pages = Int(String(decoding: fields[1], as: UTF8.self)) else {
      return nil
    }
    return pages * Int(getpagesize())
  }

  /// Writes all bytes to its standard input; blocks.
  package func write(_ bytes: [UInt8]) throws(ProcessError) {
    try Descriptor.write(bytes, to: input)
  }

  /// Reads exactly so many bytes of its standard output; blocks.
  package func read(exactly count: Int) throws(ProcessError) -> [UInt8] {
    try Descriptor.read(exactly: count, from: output)
  }

  /// Lets go of the lifeline.
  ///
  /// Not while another thread writes.
  package func closeInput() {
    let isOpen = state.withLock { state in
      defer { state.isInputOpen = false }
      return state.isInputOpen
    }
    if isOpen { close(input) }
  }

  /// Asks it, and what it started, to end (`SIGTERM`).
  package func terminate() { signal(SIGTERM) }

  /// Ends it, and what it started (`SIGKILL`).
  package func kill() { signal(SIGKILL) }

  /// How it ended; nil while it runs.
  package var exit: Exit? {
    if CLinux_await_end(pid, false) == EAGAIN { return nil }
    return reap()
  }

  /// Waits for its end; at any time, on any thread, as often as you like.
  ///
  /// What is left of its process group is killed first: whatever it started ends with it.
  package func wait() -> Exit {
    // The zombie stays until the lock is held, so that no one signals a process number in reuse.
    if state.withLock({ $0.exit }) == nil { _ = CLinux_await_end(pid, true) }
    let exit = reap()
    errors?.finish(within: 2)
    return exit
  }

  private func reap() -> Exit {
    state.withLock { state in
      if let exit = state.exit { return exit }
      if hasOwnGroup { Glibc.kill(-pid, SIGKILL) }
      var status: Int32 = 0
      while waitpid(pid, &status, 0) < 0 && errno == EINTR {}
      let signal = status & 0x7f
      let exit = signal == 0 ? Exit.status((status >> 8) & 0xff) : Exit.signal(signal)
      state.exit = exit
      return exit
    }
  }

  private func signal(_ number: Int32) {
    state.withLock { state in
      if state.exit == nil { _ = Glibc.kill(hasOwnGroup ? -pid : pid, number) }
    }
  }
}
