private import Glibc
private import Synchronization

/// A lock between processes: `flock(2)` on a file of its own.
///
/// Thread-safe; not reentrant.
///
/// The kernel lets go of it when its holder ends, however that happens. The file stays, and says
/// who holds it, for the words to whoever is refused.
package final class FileLock: Sendable {
  package let path: String
  private let descriptor: Int32
  private let isHeld = Mutex(false)

  /// Opens the file, making it with mode 0600 where there is none.
  package init(path: String) throws(ProcessError) {
    self.path = path
    descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
    if descriptor < 0 { throw .cannotOpen(path, errno) }
  }

  deinit {
    unlock()
    close(descriptor)
  }

  /// Takes the lock if nobody holds it; false where somebody does, this object included.
  package func tryLock() throws(ProcessError) -> Bool {
    try take(LOCK_EX | LOCK_NB)
  }

  /// Takes the lock; blocks as long as somebody else holds it.
  package func lock() throws(ProcessError) {
    if try !take(LOCK_EX) { throw .cannotLock(path, EDEADLK) }
  }

  /// Lets go of the lock, if it is held.
  package func unlock() {
    isHeld.withLock { isHeld in
      guard isHeld else { return }
      ftruncate(descriptor, 0)
      flock(descriptor, LOCK_UN)
      isHeld = false
    }
  }

  /// What the holder wrote of itself, such as `pid 123 since 2026-11-24T10:00:00Z`; nil where
  /// nobody did.
  package var holder: String? {
    var buffer = [UInt8](repeating: 0, count: 256)
    let count = pread(descriptor, &buffer, buffer.count, 0)
    return count > 0 ? String(decoding: buffer[..<count], as: UTF8.self) : nil
  }

  private func take(_ operation: Int32) throws(ProcessError) -> Bool {
    // The kernel would grant the same descriptor twice; a second thread of ours is refused here.
    let isFree = isHeld.withLock { isHeld in
      defer { isHeld = true }
      return !isHeld
    }
    if !isFree { return false }
    while flock(descriptor, operation) != 0 {
      if errno == EINTR { continue }
      let code = errno
      isHeld.withLock { $0 = false }
      if code == EWOULDBLOCK { return false }
      throw .cannotLock(path, code)
    }
    let note = Array("pid \(getpid()) since \(Self.now())".utf8)
    ftruncate(descriptor, 0)
    // The lock holds without the note; a full disk must not stop whoever has it.
    _ = pwrite(descriptor, note, note.count, 0)
    return true
  }

  /// The time in UTC, RFC 3339, to the second.
  private static func now() -> String {
    var seconds = time(nil)
    var parts = tm()
    gmtime_r(&seconds, &parts)
    var buffer = [CChar](repeating: 0, count: 32)
    let count = strftime(&buffer, buffer.count, "%Y-%m-%dT%H:%M:%SZ", &parts)
    return String(decoding: buffer[..<count].map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }
}
