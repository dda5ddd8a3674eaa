private import Dispatch
private import Glibc
private import Synchronization

/// Reads a pipe to its end and keeps the last of what came.
final class TailReader: Sendable {
  /// What is kept, in bytes.
  static let capacity = 8192

  private final class Tail: Sendable {
    let bytes = Mutex<[UInt8]>([])

    func add(_ more: ArraySlice<UInt8>) {
      bytes.withLock { bytes in
        bytes.removeFirst(min(bytes.count, max(0, bytes.count + more.count - capacity)))
        bytes.append(contentsOf: more)
      }
    }
  }

  private let tail = Tail()
  private let finished = DispatchGroup()

  /// Owns the descriptor from now on.
  init(descriptor: Int32) {
    _ = fcntl(descriptor, F_SETFL, O_NONBLOCK)
    let source = DispatchSource.makeReadSource(
      fileDescriptor: descriptor, queue: DispatchQueue(label: "sluice.standard-error"))
    source.setEventHandler { [tail] in
      // Non-blocking, so an error other than EAGAIN ends it just as the end of the file does.
      var buffer = [UInt8](repeating: 0, count: Self.capacity)
      while true {
        let count = read(descriptor, &buffer, buffer.count)
        if count > 0 {
          tail.add(buffer[..<count])
        } else if count < 0, errno == EAGAIN {
          return
        } else if count == 0 || errno != EINTR {
          return source.cancel()
        }
      }
    }
    finished.enter()
    source.setCancelHandler { [finished] in
      close(descriptor)
      finished.leave()
    }
    source.resume()
  }

  var text: String { tail.bytes.withLock { String(decoding: $0, as: UTF8.self) } }

  /// Waits for the end of the pipe, for a while: a grandchild may hold the other end.
  func finish(within seconds: Double) {
    _ = finished.wait(timeout: .now() + seconds)
  }
}
