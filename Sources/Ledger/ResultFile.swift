private import Glibc
private import Processes

/// A file that is written anew and renamed into place, unless it would be the same.
///
/// As long as what is written is what already stands there, nothing is written at all: a run that
/// changes nothing costs one read of the file, and the file keeps its time. At the first difference
/// a temporary file beside it takes over. Whoever reads the file sees the old or the new, whole.
final class ResultFile {
  let path: String

  private let temporaryPath: String
  private var buffer: [UInt8] = []
  /// What stands there now; -1 for nothing.
  private let standing: Int32
  /// How much of it is the same so far.
  private var same = 0
  /// The new file; -1 while there is no difference.
  private var temporary: Int32 = -1

  private static let chunk = 1 << 16

  /// Whoever publishes holds a lock from before this until the value has gone.
  ///
  /// - Parameter folder: must exist; what a killed process left there is removed.
  init(folder: String, name: String) {
    path = folder + "/" + name
    temporaryPath = folder + "/." + name + ".partial"
    standing = open(path, O_RDONLY | O_CLOEXEC)
    unlink(temporaryPath)
  }

  deinit {
    if standing >= 0 { close(standing) }
    if temporary >= 0 {
      close(temporary)
      unlink(temporaryPath)
    }
  }

  /// Adds text.
  func write(_ text: String) throws(LedgerError) {
    var text = text
    text.withUTF8 { buffer.append(contentsOf: $0) }
    if buffer.count >= Self.chunk { try flush() }
  }

  /// Brings all to the disk, under the temporary name; true where it differs from what stands.
  func finish() throws(LedgerError) -> Bool {
    try flush()
    if temporary < 0 {
      if standing >= 0, standingSize == same { return false }
      try startTemporary()
    }
    guard fsync(temporary) == 0 else { throw cannotWrite(temporaryPath) }
    return true
  }

  /// Puts the new file into place; only after ``finish()`` said true.
  func replace() throws(LedgerError) {
    guard rename(temporaryPath, path) == 0 else { throw cannotWrite(path) }
  }

  private func flush() throws(LedgerError) {
    if temporary < 0 {
      if matchesStanding() {
        same += buffer.count
        buffer.removeAll(keepingCapacity: true)
        return
      }
      try startTemporary()
    }
    try append(buffer)
    buffer.removeAll(keepingCapacity: true)
  }

  private func matchesStanding() -> Bool {
    if buffer.isEmpty { return true }
    return standing >= 0 && bytes(at: same, upTo: buffer.count) == buffer
  }

  /// Opens the temporary file with the mode of what stands, and what was the same so far in it.
  private func startTemporary() throws(LedgerError) {
    temporary = open(temporaryPath, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
    guard temporary >= 0 else {
      throw .cannotCreate(temporaryPath, reason: SystemError.text(errno))
    }
    var status = stat()
    if standing >= 0, fstat(standing, &status) == 0 { fchmod(temporary, status.st_mode & 0o777) }
    var copied = 0
    while copied < same {
      let bytes = bytes(at: copied, upTo: min(Self.chunk, same - copied))
      guard !bytes.isEmpty else {
        throw .cannotRead(path, reason: "it became shorter while it was read")
      }
      try append(bytes)
      copied += bytes.count
    }
  }

  private func append(_ bytes: [UInt8]) throws(LedgerError) {
    do {
      try Descriptor.write(bytes, to: temporary)
    } catch .cannotTransfer(let code) {
      throw .cannotWrite(temporaryPath, reason: SystemError.text(code))
    } catch {
      throw .cannotWrite(temporaryPath, reason: "\(error)")
    }
  }

  /// Bytes of what stands; fewer at its end, none where it cannot be read.
  private func bytes(at offset: Int, upTo count: Int) -> [UInt8] {
    [UInt8](unsafeUninitializedCapacity: count) { buffer, length in
      length = 0
      while length < count {
        let rest = UnsafeMutableRawBufferPointer(
          rebasing: UnsafeMutableRawBufferPointer(buffer)[length...])
        let read = pread(standing, rest.baseAddress, rest.count, offset + length)
        if read < 0, errno == EINTR { continue }
        if read <= 0 { break }
        length += read
      }
    }
  }

  private var standingSize: Int {
    var status = stat()
    return fstat(standing, &status) == 0 ? Int(status.st_size) : -1
  }

  private func cannotWrite(_ path: String) -> LedgerError {
    .cannotWrite(path, reason: SystemError.text(errno))
  }
}
