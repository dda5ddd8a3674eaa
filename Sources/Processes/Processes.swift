/// Child processes and what ends them: spawn, lifeline, limits, sandbox, locks.
///
/// sluice hands everything that may crash, hang or grow to a child: parsers of hostile files, and
/// servers that it did not write. The main type is ``ChildProcess``. Three decisions shape it. A
/// child is given its three standard descriptors and nothing else, because an inherited lock is a
/// lock kept. It leads a process group of its own, so that Ctrl-C reaches only sluice and ending a
/// child ends what it started. And it lives on a lifeline: its standard input is a pipe whose other
/// end its parent holds, and a thread of its own (``Lifeline``) ends it at end of file. A signal on
/// the parent's death (`PR_SET_PDEATHSIG`) follows the *thread* that spawned, and Dispatch retires
/// idle threads after five seconds.
package enum ProcessError: Error, Sendable, Equatable, CustomStringConvertible {
  /// The program could not be started: what, and `errno`.
  case cannotStart(String, Int32)
  /// A pipe could not be made: `errno`.
  case cannotMakePipe(Int32)
  /// A file could not be opened: what, and `errno`.
  case cannotOpen(String, Int32)
  /// A file could not be locked: what, and `errno`.
  case cannotLock(String, Int32)
  /// Reading or writing failed: `errno`. `EPIPE`: the other side is gone.
  case cannotTransfer(Int32)
  /// The stream ended before all bytes came.
  case endOfFile
  /// A limit could not be set: which, and `errno`.
  case cannotLimit(String, Int32)

  package var description: String {
    switch self {
    case .cannotStart(let program, let code): "cannot start \(program): \(SystemError.text(code))"
    case .cannotMakePipe(let code): "cannot make a pipe: \(SystemError.text(code))"
    case .cannotOpen(let path, let code): "cannot open \(path): \(SystemError.text(code))"
    case .cannotLock(let path, let code): "cannot lock \(path): \(SystemError.text(code))"
    case .cannotTransfer(let code): "cannot read or write: \(SystemError.text(code))"
    case .endOfFile: "the stream ended early"
    case .cannotLimit(let what, let code): "cannot limit \(what): \(SystemError.text(code))"
    }
  }
}
