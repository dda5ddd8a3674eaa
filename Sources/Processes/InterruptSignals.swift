private import CLinux
private import Dispatch
private import Glibc

/// Turns the first `SIGINT` or `SIGTERM` into one call and every later one into another.
///
/// The handlers run on a queue of their own, as ordinary code. Keep the object as long as signals
/// are to be taken, and make one at a time; when it goes, they have their default effect again.
package final class InterruptSignals: Sendable {
  private static let numbers = [SIGINT, SIGTERM]

  // Sources may be used from any thread; Dispatch does not say so to Swift on Linux.
  nonisolated(unsafe) private let source: any DispatchSourceRead

  /// - Parameters:
  ///   - first: is given the signal's number.
  ///   - later: is given the signal's number, at the second and each one after.
  package init(
    first: @escaping @Sendable (Int32) -> Void, later: @escaping @Sendable (Int32) -> Void
  ) {
    Self.ignoreBrokenPipes()
    var ends: [Int32] = [-1, -1]
    let code = CLinux_pipe(&ends)
    precondition(code == 0, "no pipe for signals: \(SystemError.text(code))")
    let (reader, writer) = (ends[0], ends[1])
    for end in ends { _ = fcntl(end, F_SETFL, O_NONBLOCK) }
    source = DispatchSource.makeReadSource(
      fileDescriptor: reader, queue: DispatchQueue(label: "sluice.signals"))
    var isFirst = true
    source.setEventHandler {
      var number: UInt8 = 0
      while read(reader, &number, 1) == 1 {
        let handle = isFirst ? first : later
        isFirst = false
        handle(Int32(number))
      }
    }
    source.setCancelHandler {
      close(reader)
      close(writer)
    }
    source.resume()
    for number in Self.numbers { _ = CLinux_forward_signal(number, writer) }
  }

  deinit {
    for number in Self.numbers { _ = CLinux_forward_signal(number, -1) }
    source.cancel()
  }

  /// From now on a write to a closed pipe fails with `EPIPE` instead of ending the process.
  package static func ignoreBrokenPipes() {
    signal(SIGPIPE, SIG_IGN)
  }
}
