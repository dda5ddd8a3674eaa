private import CLinux
private import Glibc

/// Whole reads and writes on a descriptor that may be interrupted or do half the work.
package enum Descriptor {
  /// Writes all bytes; blocks.
  ///
  /// Throws ``ProcessError/cannotTransfer(_:)`` with `EPIPE` when nobody reads any more; `SIGPIPE`
  /// must be ignored (``InterruptSignals/ignoreBrokenPipes()``).
  package static func write(_ bytes: [UInt8], to descriptor: Int32) throws(ProcessError) {
    var done = 0
    while done < bytes.count {
      let count = bytes.withUnsafeBytes {
        Glibc.write(descriptor, $0.baseAddress.map { $0 + done }, $0.count - done)
      }
      if count >= 0 {
        done += count
      } else if errno == EAGAIN {
        try wait(for: descriptor, POLLOUT)
      } else if errno != EINTR {
        throw .cannotTransfer(errno)
      }
    }
  }

  /// Reads up to a number of bytes; blocks until there is one.
  ///
  /// Empty: end of file.
  package static func read(upTo count: Int, from descriptor: Int32) throws(ProcessError) -> [UInt8]
  {
    var buffer = [UInt8](repeating: 0, count: count)
    let length = try read(into: &buffer, at: 0, from: descriptor)
    buffer.removeLast(count - length)
    return buffer
  }

  /// Reads exactly so many bytes; blocks.
  ///
  /// Throws ``ProcessError/endOfFile`` where fewer come.
  package static func read(exactly count: Int, from descriptor: Int32) throws(ProcessError)
    -> [UInt8]
  {
    var buffer = [UInt8](repeating: 0, count: count)
    var done = 0
    while done < count {
      let length = try read(into: &buffer, at: done, from: descriptor)
      if length == 0 { throw .endOfFile }
      done += length
    }
    return buffer
  }

  /// Whether something can be read, or the other side is gone, within some milliseconds.
  package static func isReadable(_ descriptor: Int32, within milliseconds: Int32) -> Bool {
    var entry = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
    return poll(&entry, 1, milliseconds) > 0
  }

  /// A file in memory, empty, written at its end; no child inherits it.
  package static func memoryFile(named name: String) throws(ProcessError) -> Int32 {
    var descriptor: Int32 = -1
    let code = CLinux_memory_file(name, &descriptor)
    if code != 0 { throw .cannotOpen(name, code) }
    return descriptor
  }

  private static func read(into buffer: inout [UInt8], at offset: Int, from descriptor: Int32)
    throws(ProcessError) -> Int
  {
    while true {
      let count = buffer.withUnsafeMutableBytes {
        Glibc.read(descriptor, $0.baseAddress.map { $0 + offset }, $0.count - offset)
      }
      if count >= 0 { return count }
      if errno == EAGAIN {
        try wait(for: descriptor, POLLIN)
      } else if errno != EINTR {
        throw .cannotTransfer(errno)
      }
    }
  }

  private static func wait(for descriptor: Int32, _ events: Int32) throws(ProcessError) {
    var entry = pollfd(fd: descriptor, events: Int16(events), revents: 0)
    while poll(&entry, 1, -1) < 0 {
      if errno != EINTR { throw .cannotTransfer(errno) }
    }
  }
}
