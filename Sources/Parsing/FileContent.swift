import Extraction
private import Glibc
private import Processes

/// The bytes of a file, read once: what is hashed is what is parsed.
final class FileContent {
  let bytes: UnsafeRawBufferPointer
  let sha256: Digest

  /// - Parameter limit: a larger file is `too_big`, in bytes.
  init(_ path: DocumentPath, limit: Int) throws(Failure) {
    let name = path.bytes.map { CChar(bitPattern: $0) } + [0]
    // Not blocking: opening a pipe without a writer would wait for ever.
    let descriptor = open(name, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    if descriptor < 0 { throw Self.failure("cannot be opened", errno) }
    defer { close(descriptor) }
    var status = stat()
    if fstat(descriptor, &status) != 0 { throw Self.failure("cannot be read", errno) }
    guard status.st_mode & S_IFMT == S_IFREG else {
      throw Failure(.unreadable, stage: .source, "It is not a regular file.")
    }
    let size = Int(status.st_size)
    guard size <= limit else {
      throw Failure(
        .tooBig, stage: .parse, "The file has \(size) bytes; the memory limit is \(limit).")
    }
    let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: max(size, 1), alignment: 16)
    var count = 0
    while count < size {
      let step = Glibc.read(descriptor, buffer.baseAddress.map { $0 + count }, size - count)
      if step == 0 { break }
      if step > 0 {
        count += step
      } else if errno != EINTR {
        let code = errno
        buffer.deallocate()
        throw Self.failure("cannot be read", code)
      }
    }
    bytes = UnsafeRawBufferPointer(start: buffer.baseAddress, count: count)
    var digester = Digester()
    digester.update(bytes)
    sha256 = digester.finish()
  }

  deinit { bytes.deallocate() }

  private static func failure(_ what: String, _ code: Int32) -> Failure {
    Failure(
      .unreadable, stage: .source, "The file \(what): \(SystemError.text(code)).",
      advice: "Check that the file is there and that you may read it.")
  }
}
